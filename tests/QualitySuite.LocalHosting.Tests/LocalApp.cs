using System.Globalization;
using Aspire.Hosting.Testing;
using QualitySuite.LocalHosting.Running;

namespace QualitySuite.LocalHosting.Tests;

/// <summary>Describes, starts and ends applications in a folder of the test's own.</summary>
internal static class LocalApp
{
    public static CancellationToken Patience => CancellationTokenSource.CreateLinkedTokenSource(
        TestContext.Current.CancellationToken, new CancellationTokenSource(TimeSpan.FromSeconds(60)).Token).Token;

    /// <summary>An application as a test has it: random ports, throw-away data.</summary>
    public static DistributedApplicationBuilder ThrowAway(params string[] args) =>
        new(["--DcpPublisher:RandomizePorts=true", .. args], typeof(LocalApp).Assembly, null);

    /// <summary>An application as a developer runs it, with its data in the folder.</summary>
    public static DistributedApplicationBuilder In(string folder, params string[] args) =>
        new([$"--LocalHosting:RunFolder={folder}", .. args], typeof(LocalApp).Assembly, null);

    public static async Task<DistributedApplication> StartAsync(this DistributedApplicationBuilder builder)
    {
        var app = builder.Build();
        try
        {
            await app.StartAsync(Patience);
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static async Task<DistributedApplication> StartHealthyAsync(this DistributedApplicationBuilder builder)
    {
        var app = await builder.StartAsync();
        try
        {
            await Task.WhenAll(builder.Resources.Where(resource => resource is not ParameterResource).Select(resource => app.ResourceNotifications.WaitForResourceHealthyAsync(resource.Name, Patience)));
            return app;
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    public static async Task ExecuteAsync(this DistributedApplication app, string resource, string command)
    {
        var result = await app.ResourceCommands.ExecuteCommandAsync(resource, command, Patience);
        Assert.True(result.Success, result.Message);
    }

    /// <summary>Connection string without a pool: pools outlive the servers of these tests.</summary>
    public static async Task<string> PostgresAsync(this DistributedApplication app, string resource) =>
        $"{await app.GetConnectionStringAsync(resource, Patience)};Pooling=false";

    /// <summary>Ids of the living processes that have their working directory in the folder.</summary>
    public static List<int> ProcessesIn(string folder) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0 && WorksIn(pid, folder) && Posix.IsAlive(pid)),
    ];

    private static bool WorksIn(int pid, string folder)
    {
        try
        {
            var at = new FileInfo(FormattableString.Invariant($"/proc/{pid}/cwd")).LinkTarget;
            return at is not null && at.StartsWith(folder, StringComparison.Ordinal);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // It ended while we looked.
            return false;
        }
    }
}

/// <summary>A folder that others may pass through, deleted after the test.</summary>
internal sealed class TestFolder : IDisposable
{
    public TestFolder()
    {
        Path = Directory.CreateTempSubdirectory("localhosting-tests-").FullName;
        File.SetUnixFileMode(Path, File.GetUnixFileMode(Path) | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
    }

    public string Path { get; }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
