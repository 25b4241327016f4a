using System.Text.Json;

namespace QualitySuite.AppHost;

/// <summary>
/// Tells scripts where everything listens: a JSON file that is there exactly while the whole suite is up. It holds passwords and the
/// Development key, so only its owner may read it. If a part fails to start, the AppHost says why and ends with exit code 1.
/// </summary>
internal sealed class EndpointsFile(
    string path,
    SuiteEndpoints endpoints,
    ResourceNotificationService notifications,
    IHostApplicationLifetime lifetime,
    ILogger<EndpointsFile> logger) : BackgroundService
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>Writes the file that configuration key <c>EndpointsFile</c> names, or the usual one; none in a test that names none.</summary>
    public static void AddTo(IDistributedApplicationBuilder builder, DevelopmentData data, SuiteEndpoints endpoints)
    {
        if ((builder.Configuration["EndpointsFile"] ?? data.Endpoints) is { Length: > 0 } path)
        {
            builder.Services.AddHostedService(services => new EndpointsFile(
                Path.GetFullPath(path),
                endpoints,
                services.GetRequiredService<ResourceNotificationService>(),
                services.GetRequiredService<IHostApplicationLifetime>(),
                services.GetRequiredService<ILogger<EndpointsFile>>()));
        }
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        Remove();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // One of an earlier AppHost that was killed would send scripts to ports where nothing listens.
        Remove();
        try
        {
            await Task.WhenAll(endpoints.ResourceNames.Select(name =>
                notifications.WaitForResourceHealthyAsync(name, WaitBehavior.StopOnResourceUnavailable, stoppingToken)));
            await WriteAsync(await endpoints.ReadAsync(stoppingToken), stoppingToken);
            Log.SuiteIsUp(logger, endpoints.Reviewer.Url, path);
        }
        catch (DistributedApplicationException e)
        {
            Log.SuiteFailed(logger, e.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Remove()
    {
        // Deleting in a folder that is not there is an error.
        if (File.Exists(path))
        {
            File.Delete(path);
        }
    }

    /// <summary>Under another name first, so that no reader sees half a file.</summary>
    private async Task WriteAsync(Dictionary<string, string?> content, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var unfinished = $"{path}.new";
        await using (var stream = new FileStream(unfinished, options))
        {
            await JsonSerializer.SerializeAsync(stream, content, Format, cancellationToken);
        }

        File.Move(unfinished, path, overwrite: true);
    }
}
