"""Princeton Instruments .spe, version 3: numbers after a header of 4100 bytes, then XML that explains them.

The XML holds the wavelength of every column of the sensor; a region of interest sees only some of them,
binned together, so the axis is cropped and averaged as the region was.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import numpy as np

from .content import Content, Reader, UnreadableError
from .xml import parsed

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_DATA, _VERSION_AT, _XML_AT = 4100, 1992, 678
_FORMATS = {"MonochromeUnsigned16": "<u2", "MonochromeUnsigned32": "<u4", "MonochromeFloating32": "<f4"}


def recognises(head: bytes, name: str) -> bool:
    """Whether the header carries version 2.x or 3.x of the format and enough bytes."""
    if len(head) < _DATA:
        return name.endswith(".spe")
    version = struct.unpack_from("<f", head, _VERSION_AT)[0]
    return name.endswith(".spe") or (
        3.0 <= version < 4.0 and struct.unpack_from("<H", head, 4098)[0] == 0x5555
    )


def parse(content: bytes) -> Content:
    """Read a .spe file of version 3."""
    if len(content) < _DATA:
        raise UnreadableError("it is cut: a .spe file has at least 4100 bytes")
    start = struct.unpack_from("<Q", content, _XML_AT)[0]
    if not _DATA <= start < len(content):
        raise UnreadableError(
            "it has no XML at its end: it is cut, or older than version 3 (save it again with LightField)"
        )
    root = parsed(content[start:])
    frame = root.find("./DataFormat/DataBlock")
    regions = frame.findall("./DataBlock") if frame is not None else []
    if frame is None or len(regions) != 1:
        raise UnreadableError(f"it holds {len(regions)} regions of interest; save one region a file")
    counts = _counts(content[:start], frame, regions[0])
    axis, words = _axis(root, frame, regions[0], counts.shape[1])
    return Content(axis, counts, "nm", facts=_facts(root), calibration=words)


def _whole(element: Element | None, name: str, most: int = 2**31) -> int:
    text = element.get(name, "") if element is not None else ""
    if not text.isascii() or not text.isdecimal() or len(text) > 12 or int(text) > most:
        raise UnreadableError(f"its XML gives no sensible {name}")
    return int(text)


def _counts(content: bytes, frame: Element, region: Element) -> np.ndarray:
    kind = _FORMATS.get(frame.get("pixelFormat", ""))
    if kind is None:
        raise UnreadableError("its XML names a pixel format that is not known")
    frames, stride = _whole(frame, "count"), _whole(frame, "stride")
    width, height = _whole(region, "width"), _whole(region, "height")
    dtype = np.dtype(kind)
    size = width * height * dtype.itemsize
    if not size or size > stride or not frames or _DATA + frames * stride > len(content):
        raise UnreadableError(f"it promises {frames} frames of {width} x {height} pixels and ends earlier")
    parts = [np.frombuffer(content, dtype, width * height, _DATA + i * stride) for i in range(frames)]
    return np.array(parts, dtype=float).reshape(frames * height, width)


def _axis(root: Element, frame: Element, region: Element, width: int) -> tuple[np.ndarray, str]:
    mappings = {e.get("id"): e for e in root.findall("./Calibrations/WavelengthMapping")}
    mapping = mappings.get(frame.get("calibrations", "").split(",")[0]) or next(iter(mappings.values()), None)
    text = mapping.findtext("Wavelength") if mapping is not None else None
    if not text or mapping is None:
        raise UnreadableError("it has no wavelength calibration")
    try:
        full = np.array([float(t) for t in text.split(",")])
    except ValueError:
        raise UnreadableError("its wavelength calibration holds something that is no number") from None
    ids = region.get("calibrations", "").split(",")
    sensor = next((e for e in root.findall("./Calibrations/SensorMapping") if e.get("id") in ids), None)
    words = f"wavelengths of the file, calibrated {mapping.get('date', 'at an unknown date')[:10]}"
    if sensor is None:
        if full.size != width:
            raise UnreadableError(
                f"it has {full.size} wavelengths for {width} pixels and does not say where they belong"
            )
        return full, words
    first, seen, binned = (_whole(sensor, name, 10**6) for name in ("x", "width", "xBinning"))
    if not binned or seen != width * binned or first + seen > full.size:
        raise UnreadableError(
            f"its region of interest ({first} to {first + seen}) does not fit its {full.size} wavelengths"
        )
    cropped = full[first : first + seen].reshape(width, binned).mean(axis=1)
    return cropped, f"{words}, columns {first} to {first + seen - 1} of {full.size}"


def _facts(root: Element) -> dict[str, float | str]:
    found: dict[str, float | str] = {}
    exposure = _first(root, "ExposureTime")
    if exposure is not None:
        found["exposure"] = exposure * 1e-3
    bits = _first(root, "BitDepth")
    if bits is not None and 4 <= bits <= 32:
        found["saturation"] = 2.0**bits - 1
    origin = next(root.iter("Origin"), None)
    camera = next((e for e in root.iter("Camera") if e.get("model")), None)
    if origin is not None:
        found["date"] = origin.get("created", "")[:40]
    if camera is not None:
        found["instrument"] = str(camera.get("model"))
    return found


def _first(root: Element, name: str) -> float | None:
    for element in root.iter(name):
        try:
            return float(element.text or "")
        except ValueError:
            continue
    return None


SPE = Reader("princeton-spe", "Princeton Instruments .spe, version 3", recognises, parse)
