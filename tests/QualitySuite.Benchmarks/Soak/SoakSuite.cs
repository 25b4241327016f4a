using System.Diagnostics;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Npgsql;
using QualitySuite.Client;

namespace QualitySuite.Benchmarks.Soak;

/// <summary>The whole suite, started through its AppHost on throw-away data, whose images lie on a small file system of their own that can be filled.</summary>
internal sealed class SoakSuite : IAsyncDisposable
{
    private const int DiskMiB = 512;
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(3);

    private readonly DistributedApplication _app;
    private readonly string _images;

    private SoakSuite(DistributedApplication app, string images, bool ownsDisk, string apiKey, NpgsqlDataSource database)
    {
        (_app, _images, OwnsDisk, Database) = (app, images, ownsDisk, database);
        Api = new HttpClient(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(1) }) { BaseAddress = app.CreateHttpClient("feedback-api").BaseAddress };
        Api.DefaultRequestHeaders.Add("X-Api-Key", apiKey);
        Client = new QualityClient(Api);
    }

    /// <summary>Images lie on a file system of their own; false where this user may not mount one.</summary>
    public bool OwnsDisk { get; }

    public NpgsqlDataSource Database { get; }

    public HttpClient Api { get; }

    public QualityClient Client { get; }

    public static async Task<SoakSuite> StartAsync(CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.QualitySuite_AppHost>(["--no-demo"], limit.Token);
        var app = await builder.BuildAsync(limit.Token);
        var images = Path.Combine(builder.Configuration["LocalHosting:RunFolder"]!, "images");
        Directory.CreateDirectory(images);
        var ownsDisk = await RunAsync("mount", "-t", "tmpfs", "-o", $"size={DiskMiB}m", "tmpfs", images);
        await app.StartAsync(limit.Token);
        foreach (var service in (string[])["feedback-api", "scoring-worker", "monitor"])
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(service, limit.Token);
        }

        return new SoakSuite(
            app, images, ownsDisk, builder.Configuration["Parameters:development-api-key"]!,
            NpgsqlDataSource.Create((await app.GetConnectionStringAsync("quality", limit.Token))!));
    }

    /// <summary>Runs one of the AppHost's commands on a resource.</summary>
    public async Task CommandAsync(string resource, string command, CancellationToken cancellationToken)
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync(resource, command, cancellationToken);
        if (!result.Success)
        {
            throw new BenchmarkException($"{command} of {resource} failed.");
        }
    }

    /// <summary>Leaves no byte free where the images lie.</summary>
    public async Task FillDiskAsync(CancellationToken cancellationToken)
    {
        await using var filler = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var block = new byte[1024 * 1024];
        for (var size = block.Length; size > 0;)
        {
            try
            {
                await filler.WriteAsync(block.AsMemory(0, size), cancellationToken);
            }
            catch (IOException)
            {
                size /= 2;
            }
        }
    }

    public void FreeDisk() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Database.DisposeAsync();
        if (OwnsDisk)
        {
            // At once, though files are open: the host removes the folder when it ends.
            await RunAsync("umount", "--lazy", _images);
        }

        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private string Filler => Path.Combine(_images, "filler");

    private static async Task<bool> RunAsync(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
            await process.WaitForExitAsync();
            return process.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
