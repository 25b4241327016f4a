using System.Diagnostics;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using QualitySuite.Benchmarks.Inputs;
using QualitySuite.Benchmarks.Pipeline;
using QualitySuite.Benchmarks.Processes;
using QualitySuite.Benchmarks.Reports;

namespace QualitySuite.Benchmarks.ScoreApi;

/// <summary><c>POST /v1/score</c> by one caller at a time, in turn with one image's bare inference on the same threads.</summary>
internal static class ScoreApiRun
{
    private const int WarmUp = 10;
    private const int Calls = 40;
    private const double GoalRatio = 1.5;
    private const string Prompt = "two red apples left of a blue cup";

    public static async Task RunAsync(CancellationToken cancellationToken)
    {
        var file = await ResultFile.BeginAsync("score-api", "./dev bench scoring score-api", "POST /v1/score beside one image's bare inference", cancellationToken);
        var pack = VitPack.Make();
        var set = await ImageSet.MakeAsync(cancellationToken);
        await using var servers = await Servers.StartAsync(cancellationToken);
        file.Add($"""
            A model of ViT-B/32's shape (fp32, random weights) and the technical measures; JPEG files of {ImageSet.Side}x{ImageSet.Side} pixels and
            {set.MeanBytes / 1000:f0} KB, the prompt's embedding in the cache, one call at a time. The bare inference is `InferenceSession.Run` on one image's tensor. Medians of {Calls} calls of each kind, in turn.

            """);
        var table = new MarkdownTable("threads of an inference", "asked for", "bare inference p50", "POST /v1/score p50", "p95", "ratio", "goal");
        foreach (var threads in (int[])[.. ((int[])[1, Environment.ProcessorCount]).Distinct()])
        {
            await using var worker = await WorkerProcess.StartAsync(
                servers, set.Folder, pack, new Dictionary<string, string> { ["Scoring__IntraOpThreads"] = $"{threads}" }, cancellationToken);
            using var bare = new BareInference(Path.Combine(pack, VitPack.VisionModel), threads);
            foreach (var metrics in (string[][])[[Backlog.ModelMetric], []])
            {
                var (inference, calls) = await MeasureAsync(worker, bare, set, metrics, cancellationToken);
                var ratio = Percentile(calls, 0.5) / Percentile(inference, 0.5);
                table.Add(
                    $"{threads}", metrics.Length == 0 ? "everything" : string.Join(", ", metrics), $"{Percentile(inference, 0.5):f1} ms", $"{Percentile(calls, 0.5):f1} ms",
                    $"{Percentile(calls, 0.95):f1} ms", $"{ratio:f2}", Goal.AtMost(GoalRatio, ratio));
            }
        }

        file.Add(table);
        await file.WriteAsync(cancellationToken);
    }

    private static async Task<(List<double> Inference, List<double> Calls)> MeasureAsync(
        WorkerProcess worker, BareInference bare, ImageSet set, string[] metrics, CancellationToken cancellationToken)
    {
        using var http = worker.CreateClient();
        var (inference, calls) = (new List<double>(), new List<double>());
        for (var i = -WarmUp; i < Calls; i++)
        {
            var image = await File.ReadAllBytesAsync(set.PathOf(set.Images[(i + WarmUp) % set.Images.Count]), cancellationToken);
            var bareMs = bare.Run();
            var start = Stopwatch.GetTimestamp();
            await ScoreAsync(http, image, metrics, cancellationToken);
            var callMs = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            if (i >= 0)
            {
                inference.Add(bareMs);
                calls.Add(callMs);
            }
        }

        return (inference, calls);
    }

    private static async Task ScoreAsync(HttpClient http, byte[] image, string[] metrics, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent();
        using var content = new ByteArrayContent(image) { Headers = { ContentType = new MediaTypeHeaderValue("image/jpeg") } };
        using var metadata = new StringContent(JsonSerializer.Serialize(new { prompt = Prompt, metrics }), Encoding.UTF8, "application/json");
        form.Add(metadata, "metadata");
        form.Add(content, "image", "image.jpg");
        using var answer = await http.PostAsync(new Uri("/v1/score", UriKind.Relative), form, cancellationToken);
        if (!answer.IsSuccessStatusCode)
        {
            throw new BenchmarkException($"POST /v1/score answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }

        var scores = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if (!scores.GetProperty("scores").EnumerateArray().Any(score => score.GetProperty("metric").GetString() == Backlog.ModelMetric))
        {
            throw new BenchmarkException($"POST /v1/score gives no {Backlog.ModelMetric}: {scores}");
        }
    }

    private static double Percentile(List<double> values, double share)
    {
        var sorted = values.Order().ToArray();
        return sorted[(int)Math.Min(sorted.Length - 1, share * sorted.Length)];
    }
}
