using System.Diagnostics;
using System.IO.Compression;

namespace QualitySuite.Client.Tests;

/// <summary>The packages as a project outside of this repository gets them, from a folder as its feed.</summary>
public sealed class PackageTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("quality-package-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_project_elsewhere_restores_the_packages_and_sends_with_them()
    {
        await using var server = await BatchServer.StartAsync();
        var feed = Path.Combine(_folder.FullName, "feed");
        var configuration = new DirectoryInfo(AppContext.BaseDirectory).Name;
        await DotnetAsync("pack", ClientProject(), "--no-build", "-c", configuration, "-o", feed, "-v", "q", "-nologo");

        Assert.Equal(
            [
                "QualitySuite.Client.0.1.0.nupkg", "QualitySuite.Client.0.1.0.snupkg", "QualitySuite.Contracts.0.1.0.nupkg", "QualitySuite.Contracts.0.1.0.snupkg",
            ],
            Directory.EnumerateFiles(feed).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (var name in (string[])["QualitySuite.Client", "QualitySuite.Contracts"])
        {
            await using var package = await ZipFile.OpenReadAsync(Path.Combine(feed, $"{name}.0.1.0.nupkg"), Cancellation);
            Assert.Superset(
                new HashSet<string> { "README.md", $"lib/net10.0/{name}.dll", $"lib/net10.0/{name}.xml" }, package.Entries.Select(entry => entry.FullName).ToHashSet());
        }

        var project = await WriteProjectAsync();
        await DotnetAsync("build", project, "-v", "q", "-nologo", $"-p:RestoreAdditionalProjectSources={feed}");
        var output = await DotnetAsync("exec", Path.Combine(project, "out", "scratch.dll"), server.Address.AbsoluteUri);

        Assert.Equal("sent 1", output.Trim());
        Assert.Equal(["/v1/generations:batch"], server.Requests.Select(r => r.Path));
    }

    private static string ClientProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "QualitySuite.sln")))
        {
            folder = folder.Parent ?? throw new DirectoryNotFoundException("The tests do not run from a checkout.");
        }

        return Path.Combine(folder.FullName, "src", "QualitySuite.Client");
    }

    /// <summary>Its packages lie in a folder of its own, or those of this version would stay for the next run; what else they need comes from where all lie.</summary>
    private async Task<string> WriteProjectAsync()
    {
        var folder = _folder.CreateSubdirectory("scratch").FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "scratch.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
                <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
                <OutputPath>out</OutputPath>
                <AppendTargetFrameworkToOutputPath>false</AppendTargetFrameworkToOutputPath>
                <RestorePackagesPath>{Path.Combine(_folder.FullName, "packages")}</RestorePackagesPath>
                <RestoreFallbackFolders>{PackageFolder()}</RestoreFallbackFolders>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="QualitySuite.Client" Version="0.1.0" />
              </ItemGroup>
            </Project>
            """, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "Program.cs"), """
            using QualitySuite.Client;
            using QualitySuite.Client.Sending;
            using QualitySuite.Contracts.Generations;

            using var http = QualityHttp.Create(new QualityClientOptions { BaseAddress = new Uri(args[0]), ApiKey = "qs_key" });
            var sent = 0;
            await using (var quality = new QualitySender(new QualityClient(http), new QualitySenderOptions { Accepted = _ => sent++ }))
            {
                quality.Add(new GenerationSubmission { App = "a", Prompt = "p", Model = new ModelInfo("m", "1") }, new byte[] { 1 });
            }

            Console.WriteLine($"sent {sent}");
            """, Cancellation);
        return folder;
    }

    private static string PackageFolder() => Environment.GetEnvironmentVariable("NUGET_PACKAGES")
        ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");

    private static async Task<string> DotnetAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // What builds run by a test leave behind would keep its folder in use.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        Assert.True(process.ExitCode == 0, $"dotnet {string.Join(' ', arguments)}:\n{output}{await error}");
        return output;
    }
}
