using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;

namespace QualitySuite.LocalHosting.Tests;

/// <summary>Answers at /health, and at /pid with its process id. Listens where ASPNETCORE_URLS says.</summary>
internal static class TinyService
{
    public static async Task RunAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.MapGet("/health", () => "ok");
        app.MapGet("/pid", () => Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
        await app.RunAsync();
    }

    /// <summary>This program as a project of an AppHost: the environment of its launch profile makes it the service.</summary>
    internal sealed class Project : IProjectMetadata
    {
        public static string Folder { get; } = MakeFolder();

        public string ProjectPath => Path.Combine(Folder, "TinyService.csproj");

        public string TargetPath => typeof(TinyService).Assembly.Location;

        private static string MakeFolder()
        {
            var folder = Directory.CreateTempSubdirectory("tiny-service-").FullName;
            Directory.CreateDirectory(Path.Combine(folder, "Properties"));
            File.WriteAllText(Path.Combine(folder, "Properties", "launchSettings.json"), """
                {
                  // Comments and trailing commas are what people write here.
                  "profiles": {
                    "other": { "commandName": "Project", "applicationUrl": "http://localhost:19998" },
                    "http": {
                      "commandName": "Project",
                      "applicationUrl": "https://localhost:19997;http://localhost:19999",
                      "environmentVariables": { "TINY_SERVICE": "yes", "ASPNETCORE_ENVIRONMENT": "Development" },
                    }
                  }
                }
                """);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
            return folder;
        }
    }
}
