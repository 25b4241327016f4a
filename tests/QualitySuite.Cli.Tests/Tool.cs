namespace QualitySuite.Cli.Tests;

/// <summary>Runs the tool within the test's process.</summary>
internal static class Tool
{
    public static string Starter { get; } = Path.Combine(AppContext.BaseDirectory, "models", "starter");

    public static Task<(int Code, string Output, string Error)> RunAsync(params string[] arguments) => RunWithInputAsync("", arguments);

    public static async Task<(int Code, string Output, string Error)> RunWithInputAsync(string input, params string[] arguments)
    {
        using var reader = new StringReader(input);
        await using var output = new StringWriter();
        await using var error = new StringWriter();
        var code = await QualityTool.RunAsync(arguments, reader, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
