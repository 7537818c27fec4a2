"""PySide6 6.12.0 miscounts references on Python 3.10 and 3.11: a few hundred signals end the process. The pinned one does not."""

import subprocess
import sys

EMITS = 5000
# In a process of its own, for what is tested is whether it lives.
PROGRAM = f"""
from PySide6.QtCore import QCoreApplication, QObject, Signal

class Sender(QObject):
    text = Signal(str)
    anything = Signal(object)
    plain = Signal()

application = QCoreApplication([])
sender, heard = Sender(), []
for signal in (sender.text, sender.anything):
    signal.connect(heard.append)
sender.plain.connect(lambda: heard.append(None))
for number in range({EMITS}):
    sender.text.emit(str(number))
    sender.anything.emit({{"number": number}})
    sender.plain.emit()
print(len(heard))
"""


def test_some_thousand_signals_leave_the_process_alive():
    done = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, str(3 * EMITS)), done.stderr
