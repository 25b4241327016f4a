namespace QualitySuite.LocalHosting.Tests;

/// <summary>An AppHost with both servers and a program that leaves children of its own.</summary>
internal static class TinyAppHost
{
    public static async Task RunAsync(string[] args)
    {
        if (args.Contains("--broken"))
        {
            throw new InvalidOperationException("This main is broken.");
        }

        var builder = DistributedApplication.CreateBuilder(args);
        var folder = builder.Configuration["LocalHosting:RunFolder"]!;
        Directory.CreateDirectory(folder);
        var database = builder.AddPostgres("postgres").WithDataVolume().AddDatabase("things");
        builder.AddRedis("redis").WithPersistence();
        builder.AddExecutable("family", "bash", folder, "-c", "sleep 1000 & (trap '' TERM; sleep 1001) & wait").WaitFor(database);
        builder.AddParameter("greeting", builder.Configuration["Greeting"] ?? "none");
        await builder.Build().RunAsync();
    }
}
