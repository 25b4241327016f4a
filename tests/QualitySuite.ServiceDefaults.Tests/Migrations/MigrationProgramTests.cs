using System.Diagnostics;
using QualitySuite.Migrations;
using QualitySuite.ServiceDefaults.Tests.Support;

namespace QualitySuite.ServiceDefaults.Tests.Migrations;

[Collection(PostgresTests.Name)]
public sealed class MigrationProgramTests(PostgresServer postgres)
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task It_migrates_says_what_it_applied_and_ends_with_0()
    {
        var (exitCode, output) = await RunAsync(("ConnectionStrings__quality", await postgres.CreateDatabaseAsync()));
        Assert.True(exitCode == 0, output);
        Assert.All(SqlScripts.Embedded().InOrder, script => Assert.Contains($"Applied {script.Name}", output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_a_connection_string_it_says_where_to_set_it_and_ends_with_1()
    {
        var (exitCode, output) = await RunAsync();
        Assert.Equal(1, exitCode);
        Assert.Contains("ConnectionStrings__quality", output, StringComparison.Ordinal);
    }

    private static async Task<(int ExitCode, string Output)> RunAsync(params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(MigrationRunner).Assembly.Location]) { RedirectStandardOutput = true };
        start.Environment.Remove("ConnectionStrings__quality");
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        return (process.ExitCode, output);
    }
}
