using System.Runtime.InteropServices;

namespace QualitySuite.Imaging;

/// <summary>
/// The functions of libturbojpeg that decoding needs, where the system has the library (Debian's <c>libturbojpeg0</c>): the TurboJPEG 2 API,
/// which version 3 keeps under the same names. https://libjpeg-turbo.org/Documentation/Documentation
/// </summary>
internal sealed unsafe class TurboJpegLibrary
{
    public const int PixelFormatRgb = 0;
    public const int PixelFormatRgba = 7;

    /// <summary>TJFLAG_ACCURATEDCT: the slow integer transform, which SkiaSharp's libjpeg-turbo uses. Fancy upsampling is the default of
    /// both.</summary>
    public const int AccurateDct = 4096;

    /// <summary>TJFLAG_STOPONWARNING: whatever libjpeg only warns of is an error.</summary>
    public const int StopOnWarning = 8192;

    private static readonly string[] s_names = OperatingSystem.IsWindows()
        ? ["turbojpeg"]
        : OperatingSystem.IsMacOS() ? ["libturbojpeg.0.dylib", "libturbojpeg.dylib"] : ["libturbojpeg.so.0"];

    private readonly delegate* unmanaged[Cdecl]<nint> _initDecompress;
    private readonly delegate* unmanaged[Cdecl]<nint, int> _destroy;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int> _decompressHeader;
    private readonly delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int> _decompress;

    private TurboJpegLibrary(nint initDecompress, nint destroy, nint decompressHeader, nint decompress)
    {
        _initDecompress = (delegate* unmanaged[Cdecl]<nint>)initDecompress;
        _destroy = (delegate* unmanaged[Cdecl]<nint, int>)destroy;
        _decompressHeader = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, int*, int*, int*, int*, int>)decompressHeader;
        _decompress = (delegate* unmanaged[Cdecl]<nint, byte*, CULong, byte*, int, int, int, int, int, int>)decompress;
    }

    /// <summary>The library, or null where the system has none, or the switch <see cref="ImageDecoder.TurboJpegSwitch"/> is false.</summary>
    public static TurboJpegLibrary? Instance { get; } =
        AppContext.TryGetSwitch(ImageDecoder.TurboJpegSwitch, out var isWanted) && !isWanted ? null : TryLoad();

    public nint InitDecompress() => _initDecompress();

    public void Destroy(nint handle) => _ = _destroy(handle);

    /// <summary>Zero for success.</summary>
    public int DecompressHeader(nint handle, byte* file, int length, out int width, out int height, out int subsampling, out int colourSpace)
    {
        int w, h, s, c;
        var result = _decompressHeader(handle, file, new CULong((uint)length), &w, &h, &s, &c);
        (width, height, subsampling, colourSpace) = (w, h, s, c);
        return result;
    }

    /// <summary>Zero for success; the whole image, rows without padding.</summary>
    public int Decompress(nint handle, byte* file, int length, byte* pixels, int width, int height, int pixelFormat) =>
        _decompress(handle, file, new CULong((uint)length), pixels, width, 0, height, pixelFormat, AccurateDct | StopOnWarning);

    private static TurboJpegLibrary? TryLoad()
    {
        foreach (var name in s_names)
        {
            if (NativeLibrary.TryLoad(name, out var library)
                && NativeLibrary.TryGetExport(library, "tjInitDecompress", out var initDecompress)
                && NativeLibrary.TryGetExport(library, "tjDestroy", out var destroy)
                && NativeLibrary.TryGetExport(library, "tjDecompressHeader3", out var decompressHeader)
                && NativeLibrary.TryGetExport(library, "tjDecompress2", out var decompress))
            {
                return new TurboJpegLibrary(initDecompress, destroy, decompressHeader, decompress);
            }
        }

        return null;
    }
}
