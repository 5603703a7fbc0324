"""What every worker needs, loaded once in the process that workers are forked from: they start at once and share it.

Nothing here may start a thread, which would be missing after a fork.
"""

import gc
import os

# Before NumPy: OpenBLAS starts a thread for each processor otherwise, and no sum of a report is worth one.
os.environ["OPENBLAS_NUM_THREADS"] = "1"

import matplotlib.backends.backend_svg
import matplotlib.figure
import pikepdf
import PIL.Image
import PIL.ImageOps
import PIL.JpegImagePlugin
import PIL.PngImagePlugin
import pillow_heif
import pypdfium2
import scipy.stats
import typst

import backend.reports.evidence
from backend.settings import GARBAGE_OBJECTS

__all__ = ["PIL", "backend", "matplotlib", "pikepdf", "pillow_heif", "pypdfium2", "scipy", "typst"]

gc.set_threshold(GARBAGE_OBJECTS)
# A collection of garbage would write into what is shared, and so make a copy of it for each worker.
gc.freeze()
