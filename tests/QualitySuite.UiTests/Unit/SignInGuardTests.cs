using System.Diagnostics;

namespace QualitySuite.UiTests.Unit;

public sealed class SignInGuardTests
{
    [Fact]
    public async Task Outside_Development_the_Reviewer_refuses_to_start_and_says_why()
    {
        var assembly = typeof(QualitySuite.Reviewer.Scope.ViewScope).Assembly.Location;
        var start = new ProcessStartInfo("dotnet", [assembly]) { RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.NotEqual(0, process.ExitCode);
        Assert.Contains("no sign-in yet", error + await output, StringComparison.Ordinal);
    }
}
