<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN">
<context>
    <name>Banner</name>
    <message>
        <source>The engine can&apos;t be started.</source>
        <translation>柜台启动不了。</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>再试一次</translation>
    </message>
</context>
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
    <name>CarriedWords</name>
    <message>
        <source>Words that carried the intent</source>
        <translation>决定意图的词</translation>
    </message>
    <message>
        <source>What it went by: the darker, the more</source>
        <translation>看的是哪些词（颜色越深越要紧）</translation>
    </message>
    <message>
        <source>Without &quot;{word}&quot;: {share} sure</source>
        <translation>没有“{word}”，把握就剩 {share}</translation>
    </message>
    <message>
        <source>No single word decided; it is the sentence as a whole.</source>
        <translation>没有哪个词特别要紧，看的是整句话。</translation>
    </message>
    <message>
        <source>Orange words speak for something else.</source>
        <translation>橙色的词指向别的意图。</translation>
    </message>
</context>
<context>
    <name>ChatDialog</name>
    <message>
        <source>This chat is too long to paste. Save it as a text file, and choose that.</source>
        <translation>聊天记录太长，粘贴不下。请存成文本文件，再选这个文件。</translation>
    </message>
    <message>
        <source>From a chat</source>
        <translation>从聊天记录导入</translation>
    </message>
    <message>
        <source>What was asked and answered</source>
        <translation>聊到的问题和回答</translation>
    </message>
    <message>
        <source>Paste a chat with customers: from Qianniu, Douyin, WeChat, or lines such as “Customer: …” and “Shop: …”.</source>
        <translation>把和顾客的聊天记录粘贴进来：千牛、抖店、微信里复制的都行，也可以是“客户：…”“客服：…”这样一行一句。</translation>
    </message>
    <message>
        <source>Only what you tick is saved. Change the words as you like first.</source>
        <translation>打了勾的才会保存。保存前，问题和回答都可以改。</translation>
    </message>
    <message>
        <source>The chat</source>
        <translation>聊天记录</translation>
    </message>
    <message>
        <source>Choose a text file…</source>
        <translation>选择文本文件…</translation>
    </message>
    <message>
        <source>Find questions</source>
        <translation>找出问答</translation>
    </message>
    <message>
        <source>Back</source>
        <translation>返回</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Speaks for the shop:</source>
        <translation>店里的人：</translation>
    </message>
    <message>
        <source>Save ({count})</source>
        <translation>保存 {count} 条</translation>
    </message>
    <message>
        <source>No question with an answer was found.</source>
        <translation>没有找到有问有答的内容。看看“店里的人”选对了没有。</translation>
    </message>
    <message>
        <source>Choose a text file</source>
        <translation>选择文本文件</translation>
    </message>
</context>
<context>
    <name>ConflictsPanel</name>
    <message>
        <source>‹ Back</source>
        <translation>‹ 上一条</translation>
    </message>
    <message>
        <source>Next ›</source>
        <translation>下一条 ›</translation>
    </message>
    <message>
        <source>Keep all the others as they are here</source>
        <translation>其余的都保留我的</translation>
    </message>
    <message>
        <source>Take all the others from the file</source>
        <translation>其余的都用文件里的</translation>
    </message>
    <message>
        <source>Keep mine</source>
        <translation>保留我的</translation>
    </message>
    <message>
        <source>Take the file&apos;s</source>
        <translation>用文件里的</translation>
    </message>
    <message>
        <source>Conflict {place} of {total}, {open} still to decide</source>
        <translation>第 {place} 条冲突，共 {total} 条，还有 {open} 条没选</translation>
    </message>
    <message>
        <source>Here</source>
        <translation>柜台里的</translation>
    </message>
    <message>
        <source>In the file</source>
        <translation>文件里的</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>Deleted</source>
        <translation>已删除</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Similar questions</source>
        <translation>相似问法</translation>
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
        <translation>生效</translation>
    </message>
    <message>
        <source>Until</source>
        <translation>失效</translation>
    </message>
    <message>
        <source>Answers customers</source>
        <translation>启用</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>ConversationDelegate</name>
    <message>
        <source>just now</source>
        <translation>刚刚</translation>
    </message>
    <message>
        <source>{minutes} min</source>
        <translation>等了 {minutes} 分钟</translation>
    </message>
    <message>
        <source>{hours} h</source>
        <translation>等了 {hours} 小时</translation>
    </message>
</context>
<context>
    <name>ConversationDesk</name>
    <message>
        <source>The bot is writing…</source>
        <translation>机器人正在输入…</translation>
    </message>
    <message>
        <source>Take over</source>
        <translation>接手</translation>
    </message>
    <message>
        <source>Give back</source>
        <translation>交回机器人</translation>
    </message>
    <message>
        <source>End</source>
        <translation>结束</translation>
    </message>
    <message>
        <source>Ends the conversation. If the customer writes again, the bot answers.</source>
        <translation>结束这次对话。顾客再来消息时，由机器人接待。</translation>
    </message>
    <message>
        <source>Send</source>
        <translation>发送</translation>
    </message>
    <message>
        <source>Type a reply. Enter sends, Shift+Enter begins a new line.</source>
        <translation>输入回复，Enter 发送，Shift+Enter 换行</translation>
    </message>
    <message>
        <source>Reply</source>
        <translation>回复</translation>
    </message>
    <message>
        <source>Transcript</source>
        <translation>对话记录</translation>
    </message>
    <message>
        <source>Choose a conversation on the left</source>
        <translation>在左边选一个对话</translation>
    </message>
</context>
<context>
    <name>DataCard</name>
    <message>
        <source>Products and orders</source>
        <translation>商品和订单</translation>
    </message>
    <message>
        <source>From these rows the bot answers what a product costs and where a parcel is. CSV or XLSX.</source>
        <translation>机器人靠这些资料回答价格、库存和物流。支持 CSV、XLSX 文件。</translation>
    </message>
    <message>
        <source>Import products…</source>
        <translation>导入商品…</translation>
    </message>
    <message>
        <source>Import orders…</source>
        <translation>导入订单…</translation>
    </message>
    <message>
        <source>Demo shop</source>
        <translation>示例店铺</translation>
    </message>
    <message>
        <source>FAQ entries, products and invented orders to try the desk with.</source>
        <translation>常见问题、商品和虚构的订单，用来试用。</translation>
    </message>
    <message>
        <source>Load the demo shop</source>
        <translation>载入示例店铺</translation>
    </message>
    <message>
        <source>Open its page</source>
        <translation>打开示例网页</translation>
    </message>
    <message>
        <source>The demo shop is loaded.</source>
        <translation>示例店铺已载入。</translation>
    </message>
</context>
<context>
    <name>EngineApi</name>
    <message>
        <source>The engine is not running.</source>
        <translation>柜台没有运行。</translation>
    </message>
    <message>
        <source>The engine does not answer.</source>
        <translation>柜台没有回应。</translation>
    </message>
    <message>
        <source>The engine refused the call.</source>
        <translation>柜台没有接受这次操作。</translation>
    </message>
</context>
<context>
    <name>EntryBrowser</name>
    <message>
        <source>The best first; the first answers if it fits well enough</source>
        <translation>按匹配度排列，足够接近时用最上面的回答</translation>
    </message>
    <message>
        <source>No entry. Write one, or import a file.</source>
        <translation>没有条目。可以新写一条，或者导入文件。</translation>
    </message>
    <message>
        <source>{shown} of {total} entries</source>
        <translation>显示 {shown} 条，共 {total} 条</translation>
    </message>
    <message>
        <source>Search questions and answers</source>
        <translation>搜索问题和答案</translation>
    </message>
    <message>
        <source>Try a customer&apos;s question: which entry would answer?</source>
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
        <source>Fits</source>
        <translation>匹配度</translation>
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
    <name>FaqFiles</name>
    <message>
        <source>Import a file…</source>
        <translation>导入文件…</translation>
    </message>
    <message>
        <source>From a chat…</source>
        <translation>从聊天记录导入…</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Export to edit elsewhere…</source>
        <translation>导出编辑包（拿到别处改）…</translation>
    </message>
    <message>
        <source>Import a file</source>
        <translation>选择要导入的文件</translation>
    </message>
    <message>
        <source>FAQ to edit</source>
        <translation>问答编辑包</translation>
    </message>
    <message>
        <source>FAQ</source>
        <translation>问答</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Entries exported: {count}.</source>
        <translation>已导出 {count} 条。</translation>
    </message>
    <message>
        <source>Entries saved: {count}.</source>
        <translation>已保存 {count} 条。</translation>
    </message>
</context>
<context>
    <name>FaqImportDialog</name>
    <message>
        <source>Import</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>This is what would happen</source>
        <translation>导入后会是这样</translation>
    </message>
    <message>
        <source>Imported</source>
        <translation>导入好了</translation>
    </message>
    <message>
        <source>Not imported</source>
        <translation>没有导入</translation>
    </message>
    <message>
        <source>Cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>Reading the file…</source>
        <translation>正在读文件…</translation>
    </message>
    <message>
        <source>All</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Conflicts</source>
        <translation>冲突</translation>
    </message>
    <message>
        <source>Refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>Changed</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>New</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>As before</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>{read} rows read. Nothing is saved yet.</source>
        <translation>读取 {read} 行，现在还没有保存。</translation>
    </message>
    <message>
        <source>{read} rows read. Nothing is saved yet. What changed here and in the file waits for you to decide; undecided, it stays as it is.</source>
        <translation>读取 {read} 行，现在还没有保存。两边都改过的，请您选用哪一边；没选的保持原样。</translation>
    </message>
    <message>
        <source>{added} new, {changed} changed. They answer by their words at once, and soon by their meaning.</source>
        <translation>新增 {added} 条，更新 {changed} 条。照原话问，现在就能答；换个说法，稍等一会儿也能答。</translation>
    </message>
    <message>
        <source>{done} of {total} rows went in. Import the file again to go on.</source>
        <translation>共 {total} 行，已存 {done} 行。想接着导，再导入一次这个文件就行。</translation>
    </message>
    <message>
        <source>Nothing was changed.</source>
        <translation>什么都没有改动。</translation>
    </message>
    <message>
        <source>Reading {done}</source>
        <translation>已读 {done} 行</translation>
    </message>
    <message>
        <source>Comparing {done} of {total}</source>
        <translation>正在比对：{done} / {total}</translation>
    </message>
    <message>
        <source>Saving {done} of {total}</source>
        <translation>正在保存：{done} / {total}</translation>
    </message>
</context>
<context>
    <name>Faults</name>
    <message>
        <source>Another Guitai uses the same data folder. End it first.</source>
        <translation>另一个柜台正在使用同一份数据，请先关掉它。</translation>
    </message>
    <message>
        <source>Another program uses the desk&apos;s port. End it, or set GUITAI_PORT to another number.</source>
        <translation>柜台的端口被别的程序占用了。请关掉那个程序，或把 GUITAI_PORT 改成别的数字。</translation>
    </message>
    <message>
        <source>GUITAI_PORT is not a number from 0 to 65535.</source>
        <translation>GUITAI_PORT 应是 0 到 65535 之间的数字。</translation>
    </message>
    <message>
        <source>The key to the data is lost. Bring it back with the recovery code: guitai key recover. The data was left as it is.</source>
        <translation>数据的密钥丢失了。请运行 guitai key recover 并输入恢复码找回，数据原样保留着。</translation>
    </message>
    <message>
        <source>The database can&apos;t be opened: its key is another one, or the file is damaged. Use the recovery code or a backup. The data was left as it is.</source>
        <translation>数据库打不开：密钥不对，或文件损坏了。请用恢复码或备份恢复，数据原样保留着。</translation>
    </message>
    <message>
        <source>The data is from a newer Guitai. Install that one; the data was left as it is.</source>
        <translation>这份数据来自更新版本的柜台，请安装新版本。数据原样保留着。</translation>
    </message>
    <message>
        <source>The database library of this machine is too old. Install Guitai anew.</source>
        <translation>这台电脑上的数据库组件太旧，请重新安装柜台。</translation>
    </message>
    <message>
        <source>The data folder can&apos;t be written.</source>
        <translation>数据文件夹无法写入。</translation>
    </message>
    <message>
        <source>The disk is full.</source>
        <translation>磁盘满了。</translation>
    </message>
    <message>
        <source>It ended without saying why; its log is in the data folder.</source>
        <translation>它没有说明原因就退出了，日志在数据文件夹里。</translation>
    </message>
</context>
<context>
    <name>HeadCard</name>
    <message>
        <source>Intents in use</source>
        <translation>正在用的意图</translation>
    </message>
    <message>
        <source>Your own</source>
        <translation>自己训练的</translation>
    </message>
    <message>
        <source>Built in</source>
        <translation>内置的</translation>
    </message>
    <message>
        <source>{intents} intents · {examples} examples</source>
        <translation>{intents} 个意图 · {examples} 句例句</translation>
    </message>
    <message>
        <source>Use the trained ones again</source>
        <translation>换回训练过的</translation>
    </message>
    <message>
        <source>Undo the training</source>
        <translation>撤销训练</translation>
    </message>
    <message>
        <source>Goes back to the intents before the last training.</source>
        <translation>回到上一次训练之前的意图。</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>New: {names}</source>
        <translation>新增：{names}</translation>
    </message>
    <message>
        <source>The built-in intents are not in use: the file named none of them. If that was not meant, undo the training.</source>
        <translation>内置的意图现在没有用：文件里一个内置的名字都没有。如果不是有意的，请撤销训练。</translation>
    </message>
    <message>
        <source>Done. It counts from the next message on; once more brings it back.</source>
        <translation>好了，下一条消息起生效；再点一次可以换回来。</translation>
    </message>
</context>
<context>
    <name>HistoryPanel</name>
    <message>
        <source>Choose an entry on the left to see how it came to be.</source>
        <translation>在左边选一条，查看它的修改记录。</translation>
    </message>
    <message>
        <source>Take back</source>
        <translation>撤回</translation>
    </message>
    <message>
        <source>created</source>
        <translation>新建</translation>
    </message>
    <message>
        <source>deleted</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>修改</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Similar questions</source>
        <translation>相似问法</translation>
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
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
</context>
<context>
    <name>ImportRowModel</name>
    <message>
        <source>Row</source>
        <translation>第几行</translation>
    </message>
    <message>
        <source>Result</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>new</source>
        <translation>新增</translation>
    </message>
    <message>
        <source>changed</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>as before</source>
        <translation>未变</translation>
    </message>
    <message>
        <source>refused</source>
        <translation>拒绝</translation>
    </message>
    <message>
        <source>conflict</source>
        <translation>冲突</translation>
    </message>
</context>
<context>
    <name>Imports</name>
    <message>
        <source>Import a file</source>
        <translation>导入文件</translation>
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
        <source>… and {count} more.</source>
        <translation>……还有 {count} 行。</translation>
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
        <source>No conversation yet. Once a page has the chat plugin, its customers appear here.</source>
        <translation>还没有对话。网页装上聊天插件后，顾客的消息会出现在这里。</translation>
    </message>
    <message>
        <source>None here.</source>
        <translation>这里没有对话。</translation>
    </message>
    <message>
        <source>Conversations</source>
        <translation>对话</translation>
    </message>
</context>
<context>
    <name>KnowledgeSide</name>
    <message>
        <source>Suggestions</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Entry</source>
        <translation>条目</translation>
    </message>
    <message>
        <source>History</source>
        <translation>修改记录</translation>
    </message>
</context>
<context>
    <name>KnowledgeView</name>
    <message>
        <source>This entry is no longer there.</source>
        <translation>这条已经不在了。</translation>
    </message>
    <message>
        <source>What you typed is not saved. Discard it?</source>
        <translation>修改还没有保存，要放弃吗？</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃修改</translation>
    </message>
    <message>
        <source>Go on editing</source>
        <translation>继续编辑</translation>
    </message>
    <message>
        <source>Saved. It answers from the next message on.</source>
        <translation>已保存，下一条消息起生效。</translation>
    </message>
    <message>
        <source>Delete “{question}”?</source>
        <translation>删除“{question}”？</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
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
        <source>({count} waiting) </source>
        <translation>（{count} 位等待）</translation>
    </message>
    <message>
        <source>Guitai</source>
        <translation>柜台</translation>
    </message>
</context>
<context>
    <name>Names</name>
    <message>
        <source>not recognised</source>
        <translation>未识别</translation>
    </message>
    <message>
        <source>FAQ</source>
        <translation>常见问题</translation>
    </message>
    <message>
        <source>Order record</source>
        <translation>订单记录</translation>
    </message>
    <message>
        <source>Product record</source>
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
    <message>
        <source>Policy</source>
        <translation>店规</translation>
    </message>
    <message>
        <source>Order number</source>
        <translation>订单号</translation>
    </message>
    <message>
        <source>Last four of the phone</source>
        <translation>手机尾号</translation>
    </message>
    <message>
        <source>Amount</source>
        <translation>金额</translation>
    </message>
    <message>
        <source>Product code</source>
        <translation>商品编码</translation>
    </message>
    <message>
        <source>In all</source>
        <translation>总共</translation>
    </message>
    <message>
        <source>Reading</source>
        <translation>理解</translation>
    </message>
    <message>
        <source>Searching the FAQ</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>First sentence</source>
        <translation>首句</translation>
    </message>
    <message>
        <source>Writing</source>
        <translation>撰写</translation>
    </message>
    <message>
        <source>Meaning</source>
        <translation>语义</translation>
    </message>
    <message>
        <source>Intents</source>
        <translation>意图</translation>
    </message>
    <message>
        <source>The bot answers</source>
        <translation>机器人接待</translation>
    </message>
    <message>
        <source>Waiting</source>
        <translation>待人工</translation>
    </message>
    <message>
        <source>You answer</source>
        <translation>我接待</translation>
    </message>
    <message>
        <source>Closed</source>
        <translation>已结束</translation>
    </message>
    <message>
        <source>asked for a person</source>
        <translation>要求人工</translation>
    </message>
    <message>
        <source>the bot was not sure</source>
        <translation>拿不准</translation>
    </message>
    <message>
        <source>yours to decide</source>
        <translation>需您决定</translation>
    </message>
    <message>
        <source>was not satisfied</source>
        <translation>不满意</translation>
    </message>
    <message>
        <source>taken over</source>
        <translation>已接手</translation>
    </message>
    <message>
        <source>page</source>
        <translation>网页</translation>
    </message>
    <message>
        <source>server</source>
        <translation>服务器</translation>
    </message>
</context>
<context>
    <name>Outbox</name>
    <message>
        <source>At most {count} characters fit in one message.</source>
        <translation>一条消息最多 {count} 个字。</translation>
    </message>
</context>
<context>
    <name>PairingCard</name>
    <message>
        <source>Shop site</source>
        <translation>店铺网站</translation>
    </message>
    <message>
        <source>Pairing</source>
        <translation>配对</translation>
    </message>
    <message>
        <source>A page or server that is paired may bring customers to this desk.</source>
        <translation>配对后，网页或服务器就能把顾客带到柜台来。</translation>
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
        <source>Address</source>
        <translation>网址</translation>
    </message>
    <message>
        <source>A page with the chat plugin</source>
        <translation>装了聊天插件的网页</translation>
    </message>
    <message>
        <source>The shop&apos;s own server</source>
        <translation>店铺自己的服务器</translation>
    </message>
    <message>
        <source>not needed</source>
        <translation>不需要</translation>
    </message>
    <message>
        <source>Make a pairing code</source>
        <translation>生成配对码</translation>
    </message>
    <message>
        <source>valid for {seconds} s</source>
        <translation>{seconds} 秒内有效</translation>
    </message>
    <message>
        <source>Paired.</source>
        <translation>配对成功。</translation>
    </message>
    <message>
        <source>paired {when}</source>
        <translation>配对于 {when}</translation>
    </message>
    <message>
        <source>Revoke</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Revoke “{name}”? It is refused from then on.</source>
        <translation>撤销“{name}”？之后它就不能再用了。</translation>
    </message>
    <message>
        <source>Keep it</source>
        <translation>保留</translation>
    </message>
</context>
<context>
    <name>ProposalBox</name>
    <message>
        <source>Save this one</source>
        <translation>保存这一条</translation>
    </message>
    <message>
        <source>Question</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>答案</translation>
    </message>
    <message>
        <source>Also asked: {questions}</source>
        <translation>也有人这样问：{questions}</translation>
    </message>
    <message>
        <source>There is an entry with this question already: {id}</source>
        <translation>这个问题已经有条目了：{id}</translation>
    </message>
    <message>
        <source>There may be a customer&apos;s own data in it: an order, a telephone number, an address.</source>
        <translation>里面可能有顾客的个人信息：订单号、手机号或地址，请看一看。</translation>
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
        <source>Open this entry</source>
        <translation>打开这条</translation>
    </message>
    <message>
        <source>Evidence</source>
        <translation>依据</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>By the intents in use now it is: {intent}</source>
        <translation>按现在的意图，它是：{intent}</translation>
    </message>
    <message>
        <source>Looking for the words…</source>
        <translation>正在看是哪些词…</translation>
    </message>
    <message>
        <source>By which words?</source>
        <translation>看的是哪些词？</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>信息</translation>
    </message>
    <message>
        <source>Models</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Intent</source>
        <translation>意图</translation>
    </message>
</context>
<context>
    <name>ReportCard</name>
    <message>
        <source>What the last training learned</source>
        <translation>上次训练学得怎样</translation>
    </message>
    <message>
        <source>accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>macro-F1</source>
        <translation>宏平均 F1</translation>
    </message>
    <message>
        <source>examples</source>
        <translation>例句</translation>
    </message>
    <message>
        <source>intents</source>
        <translation>意图</translation>
    </message>
    <message>
        <source>seconds</source>
        <translation>秒</translation>
    </message>
    <message>
        <source>Cross-validated: each example was judged by intents that had not learned from it.</source>
        <translation>交叉验证的成绩：每句例句都由没学过它的模型来判断。</translation>
    </message>
    <message>
        <source>Taken for one another</source>
        <translation>容易弄混的</translation>
    </message>
    <message>
        <source>No example was taken for another intent.</source>
        <translation>没有一句被当成别的意图。</translation>
    </message>
    <message>
        <source>{intent} was taken for {other}</source>
        <translation>{intent} 被当成 {other}</translation>
    </message>
    <message>
        <source>e.g. {text}</source>
        <translation>例如：{text}</translation>
    </message>
    <message>
        <source>labelled {intent}, looks like {rather}</source>
        <translation>标的是 {intent}，更像 {rather}</translation>
    </message>
    <message>
        <source>Perhaps mislabelled: mend those of your file, and train again</source>
        <translation>可能标错了：您文件里的，改好再训练一次</translation>
    </message>
    <message>
        <source>All {count}</source>
        <translation>全部 {count} 条</translation>
    </message>
</context>
<context>
    <name>RowReasons</name>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>there is no question</source>
        <translation>没有问题</translation>
    </message>
    <message>
        <source>there is no answer</source>
        <translation>没有答案</translation>
    </message>
    <message>
        <source>a question is longer than {0} characters</source>
        <translation>有个问题超过 {0} 字</translation>
    </message>
    <message>
        <source>the answer is longer than {0} characters</source>
        <translation>答案超过 {0} 字</translation>
    </message>
    <message>
        <source>the first day is after the last</source>
        <translation>生效日期在失效日期之后</translation>
    </message>
    <message>
        <source>Enabled: “{0}” is neither yes nor no</source>
        <translation>启用：“{0}”看不出是“是”还是“否”</translation>
    </message>
    <message>
        <source>From: “{0}” is no date (YYYY-MM-DD)</source>
        <translation>生效日期：“{0}”不是日期，请写成 2026-11-25 这样</translation>
    </message>
    <message>
        <source>Until: “{0}” is no date (YYYY-MM-DD)</source>
        <translation>失效日期：“{0}”不是日期，请写成 2026-11-25 这样</translation>
    </message>
    <message>
        <source>the column of versions was changed: “{0}”</source>
        <translation>“导出版本”这一列被改动了：“{0}”</translation>
    </message>
    <message>
        <source>row {0} is about this entry already</source>
        <translation>第 {0} 行已经是这一条了</translation>
    </message>
    <message>
        <source>changed here and in the file</source>
        <translation>柜台里和文件里都改过</translation>
    </message>
    <message>
        <source>deleted here, changed in the file</source>
        <translation>柜台里已删除，文件里又改过</translation>
    </message>
    <message>
        <source>deleted here since the export, stays deleted</source>
        <translation>导出后柜台里删了，保持删除</translation>
    </message>
    <message>
        <source>changed here since the export, stays as it is</source>
        <translation>导出后柜台里改过，保持柜台里的</translation>
    </message>
    <message>
        <source>here it is another one</source>
        <translation>和柜台里的不是同一版</translation>
    </message>
    <message>
        <source>you decided: as it is here</source>
        <translation>您选了：保留我的</translation>
    </message>
    <message>
        <source>you decided: as in the file</source>
        <translation>您选了：用文件里的</translation>
    </message>
    <message>
        <source>changed here after you decided</source>
        <translation>您选好以后，柜台里又改过</translation>
    </message>
    <message>
        <source>changed here during the import</source>
        <translation>导入的时候，柜台里改过</translation>
    </message>
    <message>
        <source>The file is no longer there.</source>
        <translation>文件不在了。</translation>
    </message>
    <message>
        <source>There is nothing in this file.</source>
        <translation>文件里没有内容。</translation>
    </message>
    <message>
        <source>This file can&apos;t be read.</source>
        <translation>文件读不了。</translation>
    </message>
    <message>
        <source>This is no text file. Save it as CSV or XLSX.</source>
        <translation>这不是文本文件，请另存为 CSV 或 XLSX。</translation>
    </message>
    <message>
        <source>The characters can&apos;t be read. Save it as “CSV UTF-8” or XLSX.</source>
        <translation>文字读不出来，请另存为“CSV UTF-8”或 XLSX。</translation>
    </message>
    <message>
        <source>A column is missing: the first row names at least question and answer.</source>
        <translation>缺列：第一行里至少要有“问题”和“答案”。</translation>
    </message>
    <message>
        <source>A column is there twice.</source>
        <translation>有一列出现了两次。</translation>
    </message>
    <message>
        <source>A row has more cells than the first one. A cell with a comma in it needs quotation marks.</source>
        <translation>有一行的格数比第一行多。格子里有逗号的，要用引号括起来。</translation>
    </message>
    <message>
        <source>A quotation mark was probably opened and not closed.</source>
        <translation>可能有引号没有成对。</translation>
    </message>
    <message>
        <source>This spreadsheet is damaged. Open it and save it anew.</source>
        <translation>表格文件坏了，请打开后重新保存。</translation>
    </message>
    <message>
        <source>This is no valid JSON.</source>
        <translation>JSON 格式不对。</translation>
    </message>
    <message>
        <source>This JSON holds no list of entries with question and answer.</source>
        <translation>JSON 里没有带问题和答案的条目列表。</translation>
    </message>
    <message>
        <source>It could not be saved. See whether there is room on the disk, and try again.</source>
        <translation>没能存上。请看看磁盘空间，再试一次。</translation>
    </message>
</context>
<context>
    <name>SafetyCard</name>
    <message>
        <source>Safety</source>
        <translation>安全</translation>
    </message>
    <message>
        <source>The data is encrypted. If the key is ever lost, this code brings it back: print it and put it away.</source>
        <translation>数据是加密保存的。万一密钥丢失，用恢复码可以找回：请打印出来收好。</translation>
    </message>
    <message>
        <source>Hide the recovery code</source>
        <translation>隐藏恢复码</translation>
    </message>
    <message>
        <source>Show the recovery code</source>
        <translation>显示恢复码</translation>
    </message>
</context>
<context>
    <name>ShopCard</name>
    <message>
        <source>Shop</source>
        <translation>店铺</translation>
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
        <source>The bot answers customers</source>
        <translation>机器人接待顾客</translation>
    </message>
    <message>
        <source>Off, every message waits for a person.</source>
        <translation>关闭后，所有消息都等人工回复。</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Saved.</source>
        <translation>已保存。</translation>
    </message>
</context>
<context>
    <name>Sidebar</name>
    <message>
        <source>Guitai</source>
        <translation>柜台</translation>
    </message>
    <message>
        <source>Inbox</source>
        <translation>对话</translation>
    </message>
    <message>
        <source>Knowledge</source>
        <translation>知识库</translation>
    </message>
    <message>
        <source>Intents</source>
        <translation>意图</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Bot is on</source>
        <translation>机器人已开启</translation>
    </message>
    <message>
        <source>Bot is paused</source>
        <translation>机器人已暂停</translation>
    </message>
    <message>
        <source>Off, every message waits for a person.</source>
        <translation>关闭后，所有消息都等人工回复。</translation>
    </message>
</context>
<context>
    <name>StateBar</name>
    <message>
        <source>Looking for the engine…</source>
        <translation>正在打开柜台…</translation>
    </message>
    <message>
        <source>The engine is gone; starting it again…</source>
        <translation>与柜台的连接断了，正在重新启动…</translation>
    </message>
    <message>
        <source>The engine can&apos;t be started.</source>
        <translation>柜台启动不了。</translation>
    </message>
    <message>
        <source>The engine is starting…</source>
        <translation>柜台正在启动…</translation>
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
    <message>
        <source>Restart engine</source>
        <translation>重启柜台</translation>
    </message>
    <message>
        <source>{model}: failed ({why})</source>
        <translation>{model}：不可用（{why}）</translation>
    </message>
    <message>
        <source>{model}: loading…</source>
        <translation>{model}：加载中…</translation>
    </message>
</context>
<context>
    <name>SuggestionsPanel</name>
    <message>
        <source>What customers found badly answered, and what you answered yourself, become entries here.</source>
        <translation>顾客觉得没答好的、由您亲自回答的，可以在这里变成条目。</translation>
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
        <source>Write the answer</source>
        <translation>写答案</translation>
    </message>
    <message>
        <source>Refuse</source>
        <translation>不采纳</translation>
    </message>
</context>
<context>
    <name>TrainingCard</name>
    <message>
        <source>Choose the examples</source>
        <translation>选择例句文件</translation>
    </message>
    <message>
        <source>Teach it your own</source>
        <translation>教它您店里的说法</translation>
    </message>
    <message>
        <source>A CSV, XLSX or JSONL file: on each line what a customer says, and which intent that is.</source>
        <translation>准备一个 CSV、XLSX 或 JSONL 文件：每行写一句顾客会说的话，和它是什么意图。</translation>
    </message>
    <message>
        <source>The name of a built-in intent gives it more examples, another name makes a new intent. A file without any built-in name replaces them all.</source>
        <translation>意图写内置的名字，就给它添例句；写别的名字，就是一个新意图。整个文件一个内置的名字都没有，就全部换成文件里的。</translation>
    </message>
    <message>
        <source>CSV, XLSX:
text,intent
Do you take old tents in exchange?,trade-in
When do I get my invoice?,Invoice

JSONL:
{&quot;text&quot;: &quot;When do I get my invoice?&quot;, &quot;intent&quot;: &quot;Invoice&quot;}</source>
        <translation>CSV、XLSX：
例句,意图
旧帐篷能抵钱换新的吗,以旧换新
发票什么时候开,发票

JSONL：
{&quot;text&quot;: &quot;发票什么时候开&quot;, &quot;intent&quot;: &quot;发票&quot;}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>、</translation>
    </message>
    <message>
        <source>Built in: {names}</source>
        <translation>内置的有：{names}</translation>
    </message>
    <message>
        <source>How to write the file</source>
        <translation>文件怎么写</translation>
    </message>
    <message>
        <source>Choose a file and train…</source>
        <translation>选文件，开始训练…</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Reading {done} of {total}</source>
        <translation>正在读例句 {done} / {total}</translation>
    </message>
    <message>
        <source>Learning and checking…</source>
        <translation>正在学习和检验…</translation>
    </message>
    <message>
        <source>Something went wrong in the engine; its log says what.</source>
        <translation>引擎出了问题，日志里有原因。</translation>
    </message>
    <message>
        <source>Nothing was learned, the intents are as they were. {reason}</source>
        <translation>没有学成，意图还是原来的。{reason}</translation>
    </message>
    <message>
        <source>Cancelled, the intents are as they were.</source>
        <translation>已取消，意图还是原来的。</translation>
    </message>
    <message>
        <source>The file was not used. {reason}</source>
        <translation>这个文件没有用上。{reason}</translation>
    </message>
    <message>
        <source>Learned. It counts from the next message on.</source>
        <translation>学好了，下一条消息起生效。</translation>
    </message>
</context>
<context>
    <name>TranscriptView</name>
    <message>
        <source>Today</source>
        <translation>今天</translation>
    </message>
    <message>
        <source>Yesterday</source>
        <translation>昨天</translation>
    </message>
</context>
<context>
    <name>TrialCard</name>
    <message>
        <source>Try a sentence</source>
        <translation>试一句话</translation>
    </message>
    <message>
        <source>What might a customer say?</source>
        <translation>顾客可能会怎么说？</translation>
    </message>
    <message>
        <source>Try it</source>
        <translation>试一试</translation>
    </message>
    <message>
        <source>Shows the intent, how sure it is, which words it went by, and examples like it.</source>
        <translation>看它是什么意图、把握多大、凭哪些词，还有最像的例句。</translation>
    </message>
    <message>
        <source>The examples most like it</source>
        <translation>最像的例句</translation>
    </message>
    <message>
        <source>Likeness: 1 is the same meaning, near 0 is unrelated.</source>
        <translation>相近程度：1 是一个意思，接近 0 是不相干。</translation>
    </message>
</context>
</TS>
