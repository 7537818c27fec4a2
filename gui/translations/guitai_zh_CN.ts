<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
    <context>
        <name>Bubble</name>
        <message>
            <source>Click to see why</source>
            <translation>点一下看理由</translation>
        </message>
        <message>
            <source>Person</source>
            <translation>人工</translation>
        </message>
        <message>
            <source>AI-generated</source>
            <translation>AI 生成</translation>
        </message>
        <message>
            <source>Helpful</source>
            <translation>有用</translation>
        </message>
        <message>
            <source>Not helpful</source>
            <translation>没帮上</translation>
        </message>
    </context>
    <context>
        <name>ConversationDelegate</name>
        <message>
            <source>just waiting</source>
            <translation>刚刚等待</translation>
        </message>
        <message>
            <source>waiting {minutes} min</source>
            <translation>等了 {minutes} 分钟</translation>
        </message>
    </context>
    <context>
        <name>EngineApi</name>
        <message>
            <source>The engine is not running.</source>
            <translation>引擎没有运行。</translation>
        </message>
        <message>
            <source>The engine does not answer.</source>
            <translation>引擎没有回应。</translation>
        </message>
        <message>
            <source>The engine refused the call.</source>
            <translation>引擎拒绝了这次操作。</translation>
        </message>
    </context>
    <context>
        <name>EntryEditor</name>
        <message>
            <source>New entry</source>
            <translation>新条目</translation>
        </message>
        <message>
            <source>Question</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Similar questions, one a line</source>
            <translation>相似问法（一行一个）</translation>
        </message>
        <message>
            <source>Answer</source>
            <translation>答案</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>分类</translation>
        </message>
        <message>
            <source>Tags</source>
            <translation>标签</translation>
        </message>
        <message>
            <source>From</source>
            <translation>生效日期</translation>
        </message>
        <message>
            <source>Until</source>
            <translation>失效日期</translation>
        </message>
        <message>
            <source>Answers customers</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>YYYY-MM-DD, or empty</source>
            <translation>年-月-日，可留空</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>删除</translation>
        </message>
        <message>
            <source>Undo last change</source>
            <translation>撤销上次修改</translation>
        </message>
    </context>
    <context>
        <name>EntryModel</name>
        <message>
            <source>Question</source>
            <translation>问题</translation>
        </message>
        <message>
            <source>Category</source>
            <translation>分类</translation>
        </message>
        <message>
            <source>State</source>
            <translation>状态</translation>
        </message>
        <message>
            <source>Off</source>
            <translation>停用</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>启用</translation>
        </message>
        <message>
            <source>Out of date</source>
            <translation>不在有效期</translation>
        </message>
    </context>
    <context>
        <name>InboxView</name>
        <message>
            <source>Shop</source>
            <translation>客服</translation>
        </message>
        <message>
            <source>All</source>
            <translation>全部</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>待人工</translation>
        </message>
        <message>
            <source>With me</source>
            <translation>我接待</translation>
        </message>
        <message>
            <source>Bot</source>
            <translation>机器人</translation>
        </message>
        <message>
            <source>Closed</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Take over</source>
            <translation>接手</translation>
        </message>
        <message>
            <source>Give back to the bot</source>
            <translation>交回机器人</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>结束对话</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>发送</translation>
        </message>
        <message>
            <source>Type a reply. Enter sends, Shift+Enter begins a new line.</source>
            <translation>输入回复，Enter 发送，Shift+Enter 换行。</translation>
        </message>
        <message>
            <source>Reply</source>
            <translation>回复</translation>
        </message>
        <message>
            <source>Conversations</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>the bot answers</source>
            <translation>机器人接待中</translation>
        </message>
        <message>
            <source>waiting for a person</source>
            <translation>等待人工</translation>
        </message>
        <message>
            <source>you answer</source>
            <translation>您在接待</translation>
        </message>
        <message>
            <source>closed</source>
            <translation>已结束</translation>
        </message>
        <message>
            <source>Choose a conversation on the left</source>
            <translation>在左边选一个对话</translation>
        </message>
    </context>
    <context>
        <name>KnowledgeView</name>
        <message>
            <source>Search questions and answers</source>
            <translation>搜索问题和答案</translation>
        </message>
        <message>
            <source>Try a customer's question: which entry would answer?</source>
            <translation>试一句顾客的问法，看哪条会回答</translation>
        </message>
        <message>
            <source>New entry</source>
            <translation>新条目</translation>
        </message>
        <message>
            <source>Import…</source>
            <translation>导入…</translation>
        </message>
        <message>
            <source>FAQ entries</source>
            <translation>常见问题条目</translation>
        </message>
        <message>
            <source>{shown} of {total} entries</source>
            <translation>显示 {shown} 条，共 {total} 条</translation>
        </message>
        <message>
            <source>{read} rows read: {added} added, {changed} changed, {skipped} as before, {refused} refused.</source>
            <translation>读取 {read} 行：新增 {added}，更新 {changed}，未变 {skipped}，拒绝 {refused}。</translation>
        </message>
        <message>
            <source>Row</source>
            <translation>第几行</translation>
        </message>
        <message>
            <source>Import entries</source>
            <translation>导入条目</translation>
        </message>
        <message>
            <source>Saved. It answers from the next message on.</source>
            <translation>已保存，下一条消息起生效。</translation>
        </message>
        <message>
            <source>Deleted. “Undo last change” brings it back.</source>
            <translation>已删除，点“撤销上次修改”可以恢复。</translation>
        </message>
        <message>
            <source>Undone.</source>
            <translation>已撤销。</translation>
        </message>
    </context>
    <context>
        <name>MainWindow</name>
        <message>
            <source>Inbox</source>
            <translation>对话</translation>
        </message>
        <message>
            <source>Knowledge</source>
            <translation>知识库</translation>
        </message>
        <message>
            <source>Settings</source>
            <translation>设置</translation>
        </message>
        <message>
            <source>({count} waiting) </source>
            <translation>（{count} 位等待）</translation>
        </message>
        <message>
            <source>Guitai</source>
            <translation>柜台</translation>
        </message>
        <message>
            <source>Restart engine</source>
            <translation>重启引擎</translation>
        </message>
        <message>
            <source>Looking for the engine…</source>
            <translation>正在寻找引擎…</translation>
        </message>
        <message>
            <source>The engine is gone; starting it again…</source>
            <translation>引擎断开了，正在重新启动…</translation>
        </message>
        <message>
            <source>The engine can't be started.</source>
            <translation>引擎启动不了。</translation>
        </message>
        <message>
            <source>The engine is starting…</source>
            <translation>引擎正在启动…</translation>
        </message>
        <message>
            <source>A part has failed; the rest answers.</source>
            <translation>有一部分出了问题，其余照常接待。</translation>
        </message>
        <message>
            <source>The desk is open</source>
            <translation>正在接待</translation>
        </message>
        <message>
            <source>Connected</source>
            <translation>已连接</translation>
        </message>
    </context>
    <context>
        <name>ReasonsPanel</name>
        <message>
            <source>Why this reply</source>
            <translation>为什么这样回复</translation>
        </message>
        <message>
            <source>Click a reply of the bot to see its intent, its source and the models behind it.</source>
            <translation>点一条机器人的回复，看它的意图、依据和所用的模型。</translation>
        </message>
        <message>
            <source>Answered by</source>
            <translation>回复来源</translation>
        </message>
        <message>
            <source>FAQ entry</source>
            <translation>常见问题条目</translation>
        </message>
        <message>
            <source>Source</source>
            <translation>依据</translation>
        </message>
        <message>
            <source>Data</source>
            <translation>信息</translation>
        </message>
        <message>
            <source>Time (ms)</source>
            <translation>用时（毫秒）</translation>
        </message>
        <message>
            <source>Models</source>
            <translation>模型</translation>
        </message>
        <message>
            <source>Intent</source>
            <translation>意图</translation>
        </message>
        <message>
            <source>FAQ</source>
            <translation>常见问题</translation>
        </message>
        <message>
            <source>Order row</source>
            <translation>订单记录</translation>
        </message>
        <message>
            <source>Product row</source>
            <translation>商品记录</translation>
        </message>
        <message>
            <source>Asked back</source>
            <translation>追问</translation>
        </message>
        <message>
            <source>Written by the model from evidence</source>
            <translation>模型依据资料撰写</translation>
        </message>
        <message>
            <source>Courtesy</source>
            <translation>礼貌用语</translation>
        </message>
        <message>
            <source>Asked which was meant</source>
            <translation>询问是哪一个</translation>
        </message>
        <message>
            <source>Handed to a person</source>
            <translation>转人工</translation>
        </message>
    </context>
    <context>
        <name>SettingsView</name>
        <message>
            <source>Shop site</source>
            <translation>店铺网站</translation>
        </message>
        <message>
            <source>Shop</source>
            <translation>店铺</translation>
        </message>
        <message>
            <source>Pairing</source>
            <translation>配对</translation>
        </message>
        <message>
            <source>Safety</source>
            <translation>安全</translation>
        </message>
        <message>
            <source>Demo shop</source>
            <translation>示例店铺</translation>
        </message>
        <message>
            <source>Shop name</source>
            <translation>店铺名称</translation>
        </message>
        <message>
            <source>Language</source>
            <translation>语言</translation>
        </message>
        <message>
            <source>What it is for</source>
            <translation>用途</translation>
        </message>
        <message>
            <source>Name</source>
            <translation>名称</translation>
        </message>
        <message>
            <source>Origins</source>
            <translation>网页来源</translation>
        </message>
        <message>
            <source>The bot answers customers. Off, every message waits for a person.</source>
            <translation>机器人接待顾客。关闭后，所有消息都等人工回复。</translation>
        </message>
        <message>
            <source>A page with the chat plugin</source>
            <translation>带聊天插件的网页</translation>
        </message>
        <message>
            <source>The shop's own server</source>
            <translation>店铺自己的服务器</translation>
        </message>
        <message>
            <source>Save</source>
            <translation>保存</translation>
        </message>
        <message>
            <source>Make a pairing code</source>
            <translation>生成配对码</translation>
        </message>
        <message>
            <source>Show the recovery code</source>
            <translation>显示恢复码</translation>
        </message>
        <message>
            <source>The data is encrypted. If the key is ever lost, this code brings it back: print it and put it away.</source>
            <translation>数据是加密保存的。万一密钥丢失，用恢复码可以找回：请打印出来收好。</translation>
        </message>
        <message>
            <source>Load the demo shop</source>
            <translation>载入示例店铺</translation>
        </message>
        <message>
            <source>60 FAQ entries, 40 products and 40 invented orders to try the desk with.</source>
            <translation>60 条常见问题、40 件商品和 40 笔虚构订单，用来试用。</translation>
        </message>
        <message>
            <source>Saved.</source>
            <translation>已保存。</translation>
        </message>
        <message>
            <source>valid for {seconds} s</source>
            <translation>{seconds} 秒内有效</translation>
        </message>
        <message>
            <source>Revoke</source>
            <translation>撤销</translation>
        </message>
        <message>
            <source>The demo shop is loaded.</source>
            <translation>示例店铺已载入。</translation>
        </message>
    </context>
    <context>
        <name>SuggestionsPanel</name>
        <message>
            <source>Suggestions from feedback</source>
            <translation>来自反馈的建议</translation>
        </message>
        <message>
            <source>Nothing open. Questions that customers found badly answered appear here.</source>
            <translation>暂时没有。顾客觉得没答好的问题会出现在这里。</translation>
        </message>
        <message>
            <source>New entry</source>
            <translation>新条目</translation>
        </message>
        <message>
            <source>Good example</source>
            <translation>好例子</translation>
        </message>
        <message>
            <source>Accept</source>
            <translation>采纳</translation>
        </message>
        <message>
            <source>Refuse</source>
            <translation>不采纳</translation>
        </message>
    </context>
</TS>