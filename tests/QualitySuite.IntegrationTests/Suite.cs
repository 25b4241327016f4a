using System.Net;
using System.Security.Cryptography;
using System.Text;
using Aspire.Hosting;
using Aspire.Hosting.Testing;
using Dapper;
using Npgsql;
using QualitySuite.Client;
using QualitySuite.Contracts.Generations;

namespace QualitySuite.IntegrationTests;

/// <summary>The whole suite, started through its AppHost on real servers with throw-away data.</summary>
public sealed class Suite : IAsyncDisposable
{
    public static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(2);

    /// <summary>What the shipped pack and the technical measures give for an image that is neither tiny nor of one tone.</summary>
    public const int ScoresOfAnImage = 26;

    private readonly DistributedApplication _app;
    private readonly string _ownImages;

    internal static bool IsCi => string.Equals(Environment.GetEnvironmentVariable("CI"), "true", StringComparison.OrdinalIgnoreCase);

    internal static bool ServersAreInstalled { get; } = Installed("postgres", "/usr/lib/postgresql") && (Installed("redis-server") || Installed("valkey-server"));

    private Suite(DistributedApplication app, string folder, string? imageFolder, string apiKey, string userKeySecret, NpgsqlDataSource database)
    {
        _app = app;
        _ownImages = Path.Combine(folder, "images");
        ImageFolder = imageFolder ?? _ownImages;
        LogFolder = Path.Combine(folder, "logs");
        ApiKey = apiKey;
        UserKeySecret = userKeySecret;
        Database = database;
        Api = HttpFor("feedback-api");
        Client = new QualityClient(Api);
    }

    public DistributedApplication App => _app;

    public string ApiKey { get; }

    /// <summary>The deployment's secret for user keys.</summary>
    public string UserKeySecret { get; }

    /// <summary>Where the image store of this suite lies.</summary>
    public string ImageFolder { get; }

    /// <summary>What each process of this suite wrote.</summary>
    public string LogFolder { get; }

    public HttpClient Api { get; }

    public QualityClient Client { get; }

    public NpgsqlDataSource Database { get; }

    /// <summary>Starts everything but the demo, and waits until it is healthy.</summary>
    public static async Task<Suite> StartAsync(CancellationToken cancellationToken, params string[] settings)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(StartTimeout);
        // Aspire takes this folder; LocalHosting puts its own in the setting's place.
        var folder = Path.Combine(Path.GetTempPath(), $"quality-suite-{Guid.NewGuid():N}");
        var builder = await DistributedApplicationTestingBuilder.CreateAsync<Projects.QualitySuite_AppHost>(
            ["--no-demo", $"--LocalHosting:RunFolder={folder}", .. settings], limit.Token);
        var app = await builder.BuildAsync(limit.Token);
        await app.StartAsync(limit.Token);
        foreach (var service in (string[])["feedback-api", "scoring-worker", "monitor"])
        {
            await app.ResourceNotifications.WaitForResourceHealthyAsync(service, limit.Token);
        }

        var connection = await app.GetConnectionStringAsync("quality", limit.Token);
        return new Suite(
            app, builder.Configuration["LocalHosting:RunFolder"]!, builder.Configuration["ImageStore:Path"],
            builder.Configuration["Parameters:development-api-key"]!, builder.Configuration["Parameters:user-key-secret"]!, NpgsqlDataSource.Create(connection!));
    }

    /// <summary>Skips the test where Postgres or Redis is missing; with CI set it goes on and fails.</summary>
    public static void RequireServers() =>
        Assert.SkipUnless(ServersAreInstalled || IsCi, "PostgreSQL or Redis is not installed; ./dev setup installs both.");

    /// <summary>Runs one of the AppHost's commands on a resource, such as resource-kill.</summary>
    public async Task CommandAsync(string resource, string command, CancellationToken cancellationToken)
    {
        var result = await _app.ResourceCommands.ExecuteCommandAsync(resource, command, cancellationToken);
        Assert.True(result.Success, $"{command} of {resource} failed.");
    }

    /// <summary>A client of one service, with the Development key.</summary>
    public HttpClient HttpFor(string service)
    {
        var http = _app.CreateHttpClient(service);
        http.DefaultRequestHeaders.Add("X-Api-Key", ApiKey);
        return http;
    }

    /// <summary>Records an image under a new id.</summary>
    public Task<GenerationAccepted> SubmitAsync(string app, byte[] image, CancellationToken cancellationToken, string version = "1") =>
        Client.SubmitGenerationAsync(
            new GenerationSubmission { App = app, Prompt = "circles", Model = new ModelInfo("painter", version) }, image, "image/jpeg", cancellationToken);

    /// <summary>Waits until the generation is scored or has failed.</summary>
    public async Task<Generation> WaitForScoresAsync(Guid id, CancellationToken cancellationToken)
    {
        while (true)
        {
            var generation = await Client.GetGenerationAsync(id, cancellationToken);
            if (generation.Status is not ScoringStatus.Pending)
            {
                return generation;
            }

            await Task.Delay(50, cancellationToken);
        }
    }

    /// <summary>Repeats a call for as long as the suite says that something is out.</summary>
    public static async Task<T> PatientlyAsync<T>(Func<Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call();
            }
            catch (HttpRequestException e) when (e.StatusCode is null or HttpStatusCode.ServiceUnavailable)
            {
                await Task.Delay(200, cancellationToken);
            }
        }
    }

    /// <summary>Files of the image store, those half-written included.</summary>
    public HashSet<string> ImageFiles() => [.. Directory.EnumerateFiles(ImageFolder, "*", SearchOption.AllDirectories).Select(Path.GetFileName).OfType<string>()];

    /// <summary>How many generations have this id, in the table of keys and in that of records.</summary>
    public async Task<(long Keys, long Records)> CountRowsAsync(Guid id, CancellationToken cancellationToken)
    {
        await using var connection = await Database.OpenConnectionAsync(cancellationToken);
        return await connection.QuerySingleAsync<(long, long)>(
            "select (select count(*) from feedback.generation_keys where id = @id), (select count(*) from feedback.generations where id = @id)", new { id });
    }

    /// <summary>A client with a new key for one app, or for all with null; a publishable one calls from the first of its origins.</summary>
    public async Task<HttpClient> ClientWithKeyAsync(string? app, string[] scopes, CancellationToken cancellationToken, params string[] origins)
    {
        var key = "qs_" + Guid.NewGuid().ToString("N");
        await using var connection = await Database.OpenConnectionAsync(cancellationToken);
        await connection.ExecuteAsync(
            "insert into feedback.api_keys (id, name, app, scopes, hash, allowed_origins) values (gen_random_uuid(), 'test', @app, @scopes, @hash, @origins)",
            new { app, scopes, origins, hash = SHA256.HashData(Encoding.UTF8.GetBytes(key)) });
        var http = new HttpClient { BaseAddress = Api.BaseAddress };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        if (origins.Length > 0)
        {
            http.DefaultRequestHeaders.Add("Origin", origins[0]);
        }

        return http;
    }

    private static bool Installed(string binary, string? folder = null) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, binary)))
        || (folder is not null && Directory.Exists(folder) && Directory.EnumerateFiles(folder, binary, SearchOption.AllDirectories).Any());

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await Database.DisposeAsync();
        await _app.DisposeAsync();
        if (Directory.Exists(_ownImages))
        {
            Directory.Delete(_ownImages, recursive: true);
        }
    }
}
