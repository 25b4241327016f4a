using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using QualitySuite.Client;

namespace QualitySuite.Cli.Server;

/// <summary>Where a running suite is and with which key. What is not said is taken from the environment, then from the suite that runs in this checkout.</summary>
internal sealed class ServerOptions(string endpoint, string option, string variable)
{
    private const string KeyVariable = "QUALITY_API_KEY";
    private static readonly string s_endpoints = Path.Combine("artifacts", "run", "endpoints.json");

    private readonly Option<string?> _address = new($"--{option}")
    {
        Description = $"Address of the {option.Replace('-', ' ')}; else {variable}, else that of the suite that runs in this checkout.",
    };

    private readonly Option<string?> _key = new("--key") { Description = $"API key; else {KeyVariable}, else the Development key of the suite that runs in this checkout." };

    public static ServerOptions FeedbackApi { get; } = new("feedbackApi", "feedback-api", "QUALITY_FEEDBACK_API");

    public static ServerOptions ScoringWorker { get; } = new("scoringWorker", "scoring-worker", "QUALITY_SCORING_WORKER");

    public void AddTo(Command command)
    {
        command.Options.Add(_address);
        command.Options.Add(_key);
    }

    /// <summary>A client of that server, which the caller disposes.</summary>
    /// <exception cref="ToolException">No address or key is known.</exception>
    public HttpClient Connect(ParseResult parsed)
    {
        var known = new Lazy<JsonElement?>(RunningSuite);
        var address = parsed.GetValue(_address) ?? Environment.GetEnvironmentVariable(variable) ?? Value(known.Value, endpoint)
            ?? throw new ToolException($"No suite runs in this checkout; say where one is by --{option} or {variable}.");
        var key = parsed.GetValue(_key) ?? Environment.GetEnvironmentVariable(KeyVariable) ?? Value(known.Value, "apiKey")
            ?? throw new ToolException($"Say which API key to use by --key or {KeyVariable}.");
        if (!Uri.TryCreate(address.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            throw new ToolException($"--{option}: '{address}' is no http or https address.");
        }

        var http = new HttpClient { BaseAddress = uri };
        http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    /// <summary>Runs calls to a server; what it refuses or that it cannot be reached is an error of the tool.</summary>
    public static async Task<int> RunAsync(HttpClient http, Func<Task<int>> calls)
    {
        try
        {
            return await calls();
        }
        catch (QualityApiException e)
        {
            throw new ToolException($"{http.BaseAddress} answers {e.Message}");
        }
        catch (HttpRequestException e)
        {
            throw new ToolException($"{http.BaseAddress} cannot be reached: {e.Message}");
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new ToolException(string.Create(CultureInfo.InvariantCulture, $"{http.BaseAddress} does not answer within {http.Timeout.TotalSeconds:0.#} s."));
        }
        catch (JsonException e)
        {
            throw new ToolException($"{http.BaseAddress} answers what is no answer of this API: {e.Message}");
        }
    }

    private static string? Value(JsonElement? endpoints, string name) =>
        endpoints is { ValueKind: JsonValueKind.Object } known && known.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement? RunningSuite()
    {
        for (var folder = new DirectoryInfo(Environment.CurrentDirectory); folder is not null; folder = folder.Parent)
        {
            var path = Path.Combine(folder.FullName, s_endpoints);
            if (File.Exists(path))
            {
                return Read(path);
            }
        }

        return null;
    }

    private static JsonElement Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize<JsonElement>(File.ReadAllText(path));
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new ToolException($"{path}, where the suite of this checkout says where it is, cannot be read: {exception.Message} If the suite is just starting, try again.");
        }
    }
}
