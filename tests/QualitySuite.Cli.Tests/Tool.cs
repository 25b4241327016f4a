namespace QualitySuite.Cli.Tests;

/// <summary>Runs the tool in this process.</summary>
internal static class Tool
{
    public static async Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments)
    {
        using var reader = new StringReader("");
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await QualityTool.RunAsync(arguments, reader, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
