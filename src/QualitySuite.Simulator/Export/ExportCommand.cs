using System.ComponentModel.DataAnnotations;

namespace QualitySuite.Simulator.Export;

/// <summary>
/// <c>export --out folder [--count 100] [--seed 1] [--size 512] [--faults demo|none|even] [--sheet true]</c>: writes images,
/// captions.jsonl and captions.csv without any service.
/// </summary>
internal static class ExportCommand
{
    /// <summary>The exit code: 0, or 2 for arguments that make no sense.</summary>
    public static async Task<int> RunAsync(string[] args, TextWriter output, CancellationToken cancellationToken)
    {
        var options = new ExportOptions();
        try
        {
            new ConfigurationBuilder().AddCommandLine(args).Build().Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            Validator.ValidateObject(options, new ValidationContext(options), validateAllProperties: true);
        }
        catch (Exception e) when (e is InvalidOperationException or ValidationException or FormatException)
        {
            await output.WriteLineAsync($"{e.Message}\nUsage: export --out <folder> [--count N] [--seed S] [--size pixels] [--faults demo|none|even] [--sheet true]");
            return 2;
        }

        var written = await ImageExport.WriteAsync(options, cancellationToken);
        await output.WriteLineAsync($"Wrote {written} images and their captions to {Path.GetFullPath(options.Out)}");
        return 0;
    }
}
