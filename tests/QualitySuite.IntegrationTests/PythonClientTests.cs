using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace QualitySuite.IntegrationTests;

/// <summary>The tests of <c>clients/python</c>, which are written in Python, against the running suite.</summary>
public sealed partial class PythonClientTests(SharedSuite shared)
{
    [Fact]
    public async Task The_python_client_passes_its_tests_against_the_running_suite()
    {
        var api = shared.Running.Api.BaseAddress!;
        var start = new ProcessStartInfo("python3", ["-m", "unittest", "discover", "-s", "tests"])
        {
            WorkingDirectory = Path.Combine(Root(AppContext.BaseDirectory), "clients", "python"),
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        };
        start.Environment["QUALITY_FEEDBACK_API"] = api.AbsoluteUri;
        start.Environment["QUALITY_API_KEY"] = shared.Running.ApiKey;
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";

        using var python = Start(start);
        Assert.SkipWhen(python is null, "python3 is not installed; ./dev setup installs it.");
        var output = python!.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var report = await python.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await python.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(python.ExitCode == 0, $"{report}{await output}");
        Assert.InRange(int.Parse(Ran().Match(report).Groups[1].Value, CultureInfo.InvariantCulture), 15, int.MaxValue);
        Assert.Equal("OK", report.TrimEnd().Split('\n')[^1]);
    }

    /// <summary>Null where there is no Python; with CI set that is a failure.</summary>
    private static Process? Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception) when (!Suite.IsCi)
        {
            return null;
        }
    }

    private static string Root(string folder) =>
        File.Exists(Path.Combine(folder, "QualitySuite.sln")) ? folder : Root(Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("The tests do not run from a checkout."));

    [GeneratedRegex("^Ran ([0-9]+) tests in ", RegexOptions.Multiline)]
    private static partial Regex Ran();
}
