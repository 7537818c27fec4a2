"""Line icons, drawn from `gui/pictures` in the design's colours."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from gui import design

SIZE = 20
# Drawn once at twice the size, an icon is sharp on a dense screen too.
DENSITY = 2


def icon(name: str) -> QIcon:
    """The icon in muted ink, and in the accent colour where its button is checked.

    Args:
        name: of a picture without its ending, as in `inbox`.
    """
    drawn = QIcon()
    for state, colour in ((QIcon.State.Off, design.MUTED), (QIcon.State.On, design.ACCENT)):
        drawn.addPixmap(pixmap(name, colour, SIZE), QIcon.Mode.Normal, state)
    return drawn


def pixmap(name: str, colour: str, size: int) -> QPixmap:
    """The picture in one colour, `size` by `size` pixels of the layout."""
    source = (Path(__file__).parent / "pictures" / f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(source.replace(design.MUTED, colour).encode("utf-8")))
    drawn = QPixmap(QSize(size, size) * DENSITY)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    renderer.render(painter, QRectF(drawn.rect()))
    painter.end()
    drawn.setDevicePixelRatio(DENSITY)
    return drawn
