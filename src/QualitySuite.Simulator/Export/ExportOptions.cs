using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Simulator.Export;

/// <summary>Arguments of the export.</summary>
internal sealed class ExportOptions
{
    /// <summary>The folder to write to; made where it is missing.</summary>
    [Required(ErrorMessage = "--out is missing.")]
    public string Out { get; set; } = "";

    /// <summary>Images to write.</summary>
    [Range(1, 10_000_000)]
    public int Count { get; set; } = 100;

    public int Seed { get; set; } = 1;

    /// <summary>Pixels a side.</summary>
    [Range(32, 4096)]
    public int Size { get; set; } = 512;

    public FaultMix Faults { get; set; }

    /// <summary>Whether to write sheet.png, every object in every style, too.</summary>
    public bool Sheet { get; set; }
}

/// <summary>Which faults exported images have.</summary>
internal enum FaultMix
{
    /// <summary>As the demo's model versions have them.</summary>
    Demo,

    /// <summary>None: every image shows what its caption says.</summary>
    None,

    /// <summary>Each in turn, none included.</summary>
    Even,
}
