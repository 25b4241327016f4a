namespace QualitySuite.AppHost;

/// <summary>Where images and models lie: on a developer's machine in the repository's folders, in the cloud on mounted volumes.</summary>
/// <param name="Images">Folder of the image store.</param>
/// <param name="StarterPack">Folder of the model pack that comes with the repository.</param>
/// <param name="InstalledPacks">Folder of the model packs that were installed beside it.</param>
/// <param name="Endpoints">Where addresses are written unless another file is configured; null: nowhere.</param>
internal sealed record DevelopmentData(string Images, string StarterPack, string InstalledPacks, string? Endpoints)
{
    /// <summary>Where the volume with the model packs is mounted in a container.</summary>
    public const string MountedModels = "/data/models";

    /// <summary>Where images and the starter pack lie in a container.</summary>
    public static DevelopmentData Mounted { get; } = new("/data/images", $"{MountedModels}/starter", $"{MountedModels}/installed", Endpoints: null);

    /// <summary>Decides on the folders and supplies the secrets that nothing else supplies.</summary>
    public static DevelopmentData AddTo(IDistributedApplicationBuilder builder)
    {
        if (builder.ExecutionContext.IsPublishMode)
        {
            return Mounted;
        }

        // Set by Aspire's testing package, and by LocalHosting in the same way.
        var underTest = builder.Configuration.GetValue<bool>("DcpPublisher:RandomizePorts");
        var folder = RunFolder(builder, underTest);
        DevelopmentSecrets.AddTo(builder.Configuration, underTest ? null : Path.Combine(folder, "secrets.json"));
        var models = Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "models"));
        return new DevelopmentData(
            Path.Combine(folder, "images"),
            Path.Combine(models, "starter"),
            Path.Combine(underTest ? folder : models, "installed"),
            underTest ? null : Path.Combine(folder, "endpoints.json"));
    }

    private static string RunFolder(IDistributedApplicationBuilder builder, bool underTest)
    {
        if (builder.Configuration["LocalHosting:RunFolder"] is { } local)
        {
            return local;
        }

        if (!underTest)
        {
            return Path.GetFullPath(Path.Combine(builder.AppHostDirectory, "..", "artifacts", "run"));
        }

        var throwAway = Directory.CreateTempSubdirectory("quality-suite-").FullName;
        builder.Services.AddHostedService(_ => new ThrowAwayFolder(throwAway));
        return throwAway;
    }

    /// <summary>Deletes the folder when everything else has stopped.</summary>
    private sealed class ThrowAwayFolder(string path) : IHostedLifecycleService
    {
        public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            Directory.Delete(path, recursive: true);
            return Task.CompletedTask;
        }
    }
}
