namespace QualitySuite.LocalHosting.Tests;

/// <summary>The tests; with <c>apphost</c> as first argument a small AppHost; with TINY_SERVICE set a small web service.</summary>
internal static class Program
{
    public static async Task<int> Main(string[] args)
    {
        if (Environment.GetEnvironmentVariable("TINY_SERVICE") is { Length: > 0 })
        {
            await TinyService.RunAsync();
            return 0;
        }

        if (args is ["apphost", .. var rest])
        {
            await TinyAppHost.RunAsync(rest);
            return Environment.ExitCode;
        }

        return args.Any(argument => argument is "--server" or "--internal-msbuild-node")
            ? await Xunit.MicrosoftTestingPlatform.TestPlatformTestFramework.RunAsync(args, SelfRegisteredExtensions.AddSelfRegisteredExtensions)
            : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
    }
}
