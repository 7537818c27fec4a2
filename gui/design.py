"""The design system: spacing, type and colour, in one place. Text on its ground has a contrast of at least 4.5 to 1 (WCAG AA)."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication

SPACE = 8
RADIUS = 10
FAMILIES = ["PingFang SC", "Microsoft YaHei UI", "Noto Sans CJK SC", "Noto Sans", "Segoe UI"]
POINT_SIZE = 10
SMALL_POINT_SIZE = 9
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
SOFT_INK = "#1a4fd6"
WARN = "#a83a0d"
WARN_SOFT = "#fff1e6"
GOOD = "#17703a"
GOOD_SOFT = "#e6f4ea"
BAD = "#b3261e"
BAD_SOFT = "#fdecea"
# What can't be used now; WCAG asks no contrast of it.
DISABLED = "#8a93a5"
# Grounds of words by what they weigh, the weakest first: for what was decided, and against it.
FOR = ("#e6eeff", "#c6d7ff", "#a0bdff", "#7aa3ff")
AGAINST = ("#ffefe0", "#ffdebf", "#ffca99", "#ffb470")
READABLE = (
    (INK, PAPER),
    (INK, GROUND),
    (INK, SOFT),
    (INK, WARN_SOFT),
    (MUTED, PAPER),
    (MUTED, GROUND),
    (MUTED, SOFT),
    (MUTED, WARN_SOFT),
    (ACCENT, PAPER),
    (ACCENT_INK, ACCENT),
    (SOFT_INK, SOFT),
    (WARN, PAPER),
    (WARN, WARN_SOFT),
    (GOOD, PAPER),
    (GOOD, GOOD_SOFT),
    (BAD, PAPER),
    (BAD, BAD_SOFT),
    (PAPER, BAD),
    (PAPER, INK),
    *((INK, ground) for ground in (*FOR, *AGAINST)),
)
PICTURES = (Path(__file__).parent / "pictures").as_posix()

STYLE = f"""
QWidget {{ color: {INK}; }}
QMainWindow, #page {{ background: {GROUND}; }}
#paper {{ background: transparent; }}
#card, QTableView, QTextBrowser, QPlainTextEdit, QLineEdit, QComboBox {{
    background: {PAPER}; border: 1px solid {LINE}; border-radius: {RADIUS}px; }}
QListView, QScrollArea {{ background: transparent; border: 0; }}
QScrollArea#card {{ background: {PAPER}; border: 1px solid {LINE}; }}
QLineEdit, QComboBox {{ padding: 6px 10px; border-radius: 8px; selection-background-color: {ACCENT}; }}
QLineEdit[role="icon"] {{ padding-left: 4px; }}
QComboBox::drop-down {{ border: 0; width: 28px; }}
QComboBox::down-arrow {{ image: url({PICTURES}/down.svg); width: 16px; height: 16px; }}
QComboBox QAbstractItemView {{ background: {PAPER}; border: 1px solid {LINE}; padding: 4px; outline: 0;
    selection-background-color: {SOFT}; selection-color: {INK}; }}
QPlainTextEdit {{ padding: 4px; border-radius: 8px; }}
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus {{ border: 1px solid {ACCENT}; }}
QLineEdit:disabled, QPlainTextEdit:disabled {{ background: {GROUND}; color: {DISABLED}; }}
QPushButton {{ background: {PAPER}; border: 1px solid {LINE}; border-radius: 8px; padding: 6px 14px; }}
QPushButton:hover {{ background: {GROUND}; border: 1px solid #c5cddc; }}
QPushButton:focus {{ border: 1px solid {ACCENT}; }}
QPushButton:disabled {{ color: {DISABLED}; background: {GROUND}; border: 1px solid {LINE}; }}
QPushButton[role="primary"] {{ background: {ACCENT}; color: {ACCENT_INK}; border: 1px solid {ACCENT}; }}
QPushButton[role="primary"]:hover {{ background: {SOFT_INK}; }}
QPushButton[role="primary"]:focus {{ border: 1px solid {INK}; }}
QPushButton[role="primary"]:disabled {{ background: #b9c9f5; border: 1px solid #b9c9f5; color: {PAPER}; }}
QPushButton[role="danger"] {{ color: {BAD}; }}
QPushButton[role="danger"]:disabled {{ color: {DISABLED}; }}
QPushButton[role="quiet"] {{ border: 1px solid transparent; background: transparent; color: {MUTED}; padding: 3px 8px; }}
QPushButton[role="quiet"]:hover {{ color: {ACCENT}; }}
QPushButton[role="quiet"]:focus {{ border: 1px solid {ACCENT}; }}
QPushButton[role="quiet"]:disabled {{ color: {DISABLED}; }}
QPushButton[role="link"] {{ border: 1px solid transparent; background: transparent; color: {ACCENT}; padding: 1px 0; }}
QPushButton[role="link"]:hover {{ text-decoration: underline; }}
QPushButton[role="link"]:focus {{ border: 1px solid {ACCENT}; }}
QPushButton[role="nav"] {{ border: 1px solid transparent; background: transparent; text-align: left; padding: 9px 12px; font-size: 11pt; }}
QPushButton[role="nav"]:hover {{ background: {GROUND}; }}
QPushButton[role="nav"]:focus {{ border: 1px solid {ACCENT}; }}
QPushButton[role="nav"]:checked {{ background: {SOFT}; color: {SOFT_INK}; font-weight: 600; }}
QPushButton[role="filter"] {{ border: 1px solid transparent; background: transparent; padding: 4px 7px; color: {MUTED}; }}
QPushButton[role="filter"]:hover {{ color: {INK}; }}
QPushButton[role="filter"]:focus {{ border: 1px solid {ACCENT}; }}
QPushButton[role="filter"]:checked {{ background: {SOFT}; color: {SOFT_INK}; font-weight: 600; }}
QLabel[role="title"] {{ font-size: 15pt; font-weight: 600; }}
QLabel[role="section"] {{ font-size: 11pt; font-weight: 600; }}
QLabel[role="muted"] {{ color: {MUTED}; }}
QLabel[role="small"] {{ color: {MUTED}; font-size: {SMALL_POINT_SIZE}pt; }}
QLabel[role="quote"] {{ background: {GROUND}; border-left: 3px solid {LINE}; padding: 6px 10px; }}
QLabel[role="code"] {{ font-size: 24pt; font-weight: 700; letter-spacing: 3px; color: {ACCENT}; }}
QLabel[role="pill"] {{ border-radius: 9px; padding: 2px 9px; font-size: {SMALL_POINT_SIZE}pt; background: {GROUND}; color: {MUTED}; }}
QLabel[role="pill"][tone="good"] {{ background: {GOOD_SOFT}; color: {GOOD}; }}
QLabel[role="pill"][tone="warn"] {{ background: {WARN_SOFT}; color: {WARN}; }}
QLabel[role="pill"][tone="accent"] {{ background: {SOFT}; color: {SOFT_INK}; }}
QCheckBox {{ spacing: 8px; }}
QCheckBox::indicator {{ width: 16px; height: 16px; border: 1px solid {DISABLED}; border-radius: 4px; background: {PAPER}; }}
QCheckBox::indicator:checked {{ border: 0; width: 18px; height: 18px; image: url({PICTURES}/check.svg); }}
QCheckBox:focus {{ color: {ACCENT}; }}
QCheckBox[role="switch"]::indicator {{ width: 34px; height: 20px; border: 0; image: url({PICTURES}/switch_off.svg); background: transparent; }}
QCheckBox[role="switch"]::indicator:checked {{ width: 34px; height: 20px; image: url({PICTURES}/switch_on.svg); }}
QListView {{ outline: 0; }}
QTableView {{ gridline-color: {LINE}; outline: 0; }}
QTableView::item {{ padding: 0 10px; border-bottom: 1px solid {GROUND}; }}
QListView::item:selected, QTableView::item:selected {{ background: {SOFT}; color: {INK}; }}
QHeaderView {{ background: transparent; }}
QHeaderView::section {{ background: {PAPER}; border: 0; border-bottom: 1px solid {LINE}; padding: 8px 13px; color: {MUTED}; }}
QTableCornerButton::section {{ background: {PAPER}; border: 0; }}
QScrollBar:vertical {{ width: 10px; background: transparent; margin: 2px; }}
QScrollBar:horizontal {{ height: 10px; background: transparent; margin: 2px; }}
QScrollBar::handle {{ background: #c5cddc; border-radius: 3px; min-height: 30px; min-width: 30px; }}
QScrollBar::handle:hover {{ background: {DISABLED}; }}
QScrollBar::add-line, QScrollBar::sub-line {{ height: 0; width: 0; }}
QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
QSplitter::handle {{ background: transparent; }}
QToolTip {{ background: {INK}; color: {PAPER}; border: 0; padding: 5px 8px; }}
#sidebar {{ background: {PAPER}; border-right: 1px solid {LINE}; }}
#stateBar {{ background: {PAPER}; border-top: 1px solid {LINE}; }}
#rule {{ background: {LINE}; }}
#transcript {{ background: {GROUND}; }}
#banner {{ background: {BAD_SOFT}; border-bottom: 1px solid {BAD}; }}
#banner QLabel {{ color: {BAD}; }}
#toast {{ background: {INK}; color: {PAPER}; border-radius: {RADIUS}px; padding: 10px 18px; }}
"""


def apply(application: QApplication) -> None:
    """Dress the application. It is light whatever the desktop prefers: every colour here is chosen for a light ground."""
    application.setStyle("Fusion")
    application.styleHints().setColorScheme(Qt.ColorScheme.Light)
    application.setPalette(_palette())
    font = QFont()
    font.setFamilies(FAMILIES)
    font.setPointSize(POINT_SIZE)
    application.setFont(font)
    application.setStyleSheet(STYLE)


def _palette() -> QPalette:
    palette, role = QPalette(), QPalette.ColorRole
    for name, colour in (
        (role.Window, GROUND),
        (role.Base, PAPER),
        (role.Button, PAPER),
        (role.WindowText, INK),
        (role.Text, INK),
        (role.ButtonText, INK),
        (role.Highlight, ACCENT),
        (role.HighlightedText, ACCENT_INK),
        (role.PlaceholderText, MUTED),
        (role.ToolTipBase, INK),
        (role.ToolTipText, PAPER),
    ):
        palette.setColor(name, QColor(colour))
    return palette
