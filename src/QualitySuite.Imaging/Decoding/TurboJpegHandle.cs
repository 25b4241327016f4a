using System.Runtime.InteropServices;

namespace QualitySuite.Imaging;

/// <summary>A decompressor of libturbojpeg. Each thread keeps one; it goes when the thread's is collected.</summary>
internal sealed class TurboJpegHandle : SafeHandle
{
    [ThreadStatic]
    private static TurboJpegHandle? t_handle;

    private readonly TurboJpegLibrary _library;

    private TurboJpegHandle(TurboJpegLibrary library)
        : base(invalidHandleValue: 0, ownsHandle: true)
    {
        _library = library;
        SetHandle(library.InitDecompress());
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>This thread's decompressor.</summary>
    public static TurboJpegHandle OfThread(TurboJpegLibrary library) => t_handle ??= new TurboJpegHandle(library);

    /// <summary>The native handle, good for as long as this object is reachable.</summary>
    public nint Value => handle;

    protected override bool ReleaseHandle()
    {
        _library.Destroy(handle);
        return true;
    }
}
