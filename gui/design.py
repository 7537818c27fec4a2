"""The design system: spacing, type and colour, in one place. Text on its ground has a contrast of at least 4.5 to 1 (WCAG AA)."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication

SPACE = 8
RADIUS = 10
FAMILIES = ["PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans", "Segoe UI"]
POINT_SIZE = 10
LEFT = Qt.AlignmentFlag.AlignLeft
FILL = Qt.AlignmentFlag(0)

INK = "#1d2433"
MUTED = "#5b6478"
PAPER = "#ffffff"
GROUND = "#f4f6fa"
LINE = "#dfe4ee"
ACCENT = "#1f5eff"
ACCENT_INK = "#ffffff"
SOFT = "#e8efff"
WARN = "#b3400f"
WARN_SOFT = "#fff1e6"
GOOD = "#17703a"
BAD = "#b3261e"

STYLE = f"""
QWidget {{ color: {INK}; }}
QMainWindow, #page {{ background: {GROUND}; }}
#paper {{ background: {PAPER}; border-radius: {RADIUS}px; }}
#card, QListView, QTableView, QTextBrowser, QPlainTextEdit, QLineEdit, QComboBox {{
    background: {PAPER}; border: 1px solid {LINE}; border-radius: {RADIUS}px; }}
QLineEdit, QComboBox {{ padding: 6px 10px; border-radius: 8px; }}
QComboBox::drop-down {{ border: 0; width: 20px; }}
QPlainTextEdit {{ padding: 6px; border-radius: 8px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 1px solid {ACCENT}; }}
QPushButton {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 8px; padding: 6px 14px; }}
QPushButton:hover {{ background: {SOFT}; }}
QPushButton:focus {{ border: 1px solid {ACCENT}; }}
QPushButton:disabled {{ color: #8a93a5; background: {GROUND}; }}
QPushButton[role="primary"] {{ background: {ACCENT}; color: {ACCENT_INK}; border: 1px solid {ACCENT}; }}
QPushButton[role="primary"]:disabled {{ background: #b9c9f5; border: 1px solid #b9c9f5; color: {PAPER}; }}
QPushButton[role="nav"] {{ border: 0; background: transparent; text-align: left; padding: 10px 16px; font-size: 11pt; }}
QPushButton[role="nav"]:checked {{ background: {SOFT}; color: {ACCENT}; font-weight: 600; }}
QPushButton[role="filter"] {{ border: 0; background: transparent; padding: 4px 10px; color: {MUTED}; }}
QPushButton[role="filter"]:checked {{ background: {SOFT}; color: {ACCENT}; }}
QLabel[role="title"] {{ font-size: 14pt; font-weight: 600; }}
QLabel[role="section"] {{ font-weight: 600; }}
QLabel[role="muted"] {{ color: {MUTED}; }}
QLabel[role="code"] {{ font-size: 26pt; font-weight: 700; letter-spacing: 4px; color: {ACCENT}; }}
QListView::item:selected, QTableView::item:selected {{ background: {SOFT}; color: {INK}; }}
QHeaderView::section {{ background: {PAPER}; border: 0; border-bottom: 1px solid {LINE}; padding: 6px; color: {MUTED}; }}
QTableView {{ gridline-color: {LINE}; }}
QScrollBar:vertical {{ width: 10px; background: transparent; }}
QScrollBar::handle:vertical {{ background: #c5cddc; border-radius: 5px; min-height: 30px; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QSplitter::handle {{ background: transparent; }}
#sidebar {{ background: {PAPER}; border-right: 1px solid {LINE}; }}
#stateBar {{ background: {PAPER}; border-top: 1px solid {LINE}; }}
"""


def apply(application: QApplication) -> None:
    """Dress the application."""
    application.setStyle("Fusion")
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSize(POINT_SIZE)
    application.setFont(font)
    application.setStyleSheet(STYLE)
