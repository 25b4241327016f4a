using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Contracts.Metrics;
using QualitySuite.Contracts.Pipeline;
using QualitySuite.Contracts.Privacy;

namespace QualitySuite.Client;

/// <summary>
/// Typed calls of the Feedback API. The HttpClient brings the base address, the API key (<c>X-Api-Key</c>) and retries: <see cref="QualityHttp"/> makes
/// one, and so does a container with <see cref="QualityClientRegistration.AddQualityClient"/>.
/// A POST whose body has its own id carries <c>Idempotency-Key</c>, which tells the retries that a repeat is harmless.
/// Every method throws <see cref="QualityApiException"/> for an error answer and <see cref="HttpRequestException"/> when there is none.
/// </summary>
public sealed partial class QualityClient(HttpClient http)
{
    internal const string IdempotencyHeader = "Idempotency-Key";

    /// <summary>Records a generation. Sending the same id again changes nothing, so a retry is safe when the submission has an id.</summary>
    /// <param name="submission">What is known about it.</param>
    /// <param name="image">The encoded image; empty: none.</param>
    /// <param name="contentType">Media type of the image, for instance <c>image/png</c>.</param>
    /// <param name="cancellationToken">Cancels the call; the generation may have been recorded all the same.</param>
    public async Task<GenerationAccepted> SubmitGenerationAsync(
        GenerationSubmission submission, ReadOnlyMemory<byte> image, string contentType, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        if (image.IsEmpty)
        {
            return await PostAsync<GenerationSubmission, GenerationAccepted>("v1/generations", submission, submission.Id, cancellationToken);
        }

        using var content = new MultipartFormDataContent
        {
            { JsonContent.Create(submission, options: QualityJson.Options), "metadata" },
        };
        var imageContent = new ReadOnlyMemoryContent(image);
        imageContent.Headers.ContentType = new MediaTypeHeaderValue(contentType);
        content.Add(imageContent, "image", "image");
        using var response = await PostAsync("v1/generations", content, submission.Id, cancellationToken);
        return await ApiAnswer.ReadAsync<GenerationAccepted>(response, cancellationToken);
    }

    public Task<Recorded> SubmitFeedbackAsync(FeedbackSubmission feedback, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        return PostAsync<FeedbackSubmission, Recorded>("v1/feedback", feedback, feedback.FeedbackId, cancellationToken);
    }

    public Task<Recorded> SubmitEventAsync(BehaviourSubmission behaviour, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(behaviour);
        return PostAsync<BehaviourSubmission, Recorded>("v1/events", behaviour, behaviour.EventId, cancellationToken);
    }

    /// <summary>What a web page's widgets need to send one user's feedback about these generations; it stores nothing, so a repeat does no harm.</summary>
    public Task<WidgetTokens> CreateWidgetTokensAsync(WidgetTokenRequest request, CancellationToken cancellationToken) =>
        PostAsync<WidgetTokenRequest, WidgetTokens>("v1/widget-tokens", request, id: Guid.NewGuid().ToString(), cancellationToken);

    public Task<Generation> GetGenerationAsync(Guid id, CancellationToken cancellationToken) =>
        GetAsync<Generation>($"v1/generations/{id}", cancellationToken);

    public Task<Page<GenerationSummary>> ListGenerationsAsync(GenerationQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new QueryAddress("v1/generations")
            .With("app", query.App).With("modelVersion", query.ModelVersion).With("from", query.From).With("to", query.To)
            .With("outcome", query.Outcome is { } o ? JsonNamingPolicy.SnakeCaseLower.ConvertName(o.ToString()) : null)
            .With("prompt", query.Prompt).With("metric", query.Metric).With("min", query.Min).With("max", query.Max)
            .With("order", query.Order).With("limit", query.Limit).With("cursor", query.Cursor);
        return GetAsync<Page<GenerationSummary>>(address.ToString(), cancellationToken);
    }

    /// <summary>The image as the API answers it, headers included, whatever the status: for proxies. The caller disposes it.</summary>
    /// <param name="id">The generation.</param>
    /// <param name="size">Longest side of a thumbnail, 256 or 512; null: the original.</param>
    /// <param name="ifNoneMatch">ETag that the browser has; null: none.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<HttpResponseMessage> GetImageAsync(Guid id, int? size, string? ifNoneMatch, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Get, new QueryAddress($"v1/generations/{id}/image").With("size", size).ToString());
        if (ifNoneMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
        }

        return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
    }

    public Task<IReadOnlyList<MetricEntry>> ListMetricsAsync(CancellationToken cancellationToken) =>
        GetAsync<IReadOnlyList<MetricEntry>>("v1/metrics", cancellationToken);

    public Task<TimeSeries> GetTimeSeriesAsync(TimeSeriesQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new QueryAddress("v1/metrics/timeseries")
            .With("metric", query.Metric).With("bucket", query.Bucket).With("from", query.From).With("to", query.To)
            .With("app", query.App).With("modelVersion", query.ModelVersion).With("groupBy", query.GroupBy).With("scorer", query.Scorer);
        return GetAsync<TimeSeries>(address.ToString(), cancellationToken);
    }

    /// <summary>A metric of two groups of generations.</summary>
    public Task<MetricComparison> CompareAsync(string metric, ComparisonQuery query, string? scorer, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return GetAsync<MetricComparison>(query.Address("v1/metrics/compare").With("metric", metric).With("scorer", scorer).ToString(), cancellationToken);
    }

    /// <summary>Every metric of two groups of generations, but those of sets of images.</summary>
    public Task<MetricComparisons> CompareAllAsync(ComparisonQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        return GetAsync<MetricComparisons>(query.Address("v1/metrics/comparisons").ToString(), cancellationToken);
    }

    /// <summary>A metric of feedback or behaviour by the place at which images were shown.</summary>
    public Task<ExposureRates> GetExposureRatesAsync(ExposureQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new QueryAddress("v1/metrics/exposure")
            .With("metric", query.Metric).With("from", query.From).With("to", query.To).With("app", query.App).With("modelVersion", query.ModelVersion);
        return GetAsync<ExposureRates>(address.ToString(), cancellationToken);
    }

    /// <summary>Sessions of users, those that started last first.</summary>
    public Task<Page<UserSession>> ListSessionsAsync(SessionQuery query, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(query);
        var address = new QueryAddress("v1/sessions")
            .With("app", query.App).With("from", query.From).With("to", query.To).With("limit", query.Limit).With("cursor", query.Cursor);
        return GetAsync<Page<UserSession>>(address.ToString(), cancellationToken);
    }

    public Task<PipelineStatus> GetPipelineAsync(CancellationToken cancellationToken) =>
        GetAsync<PipelineStatus>("v1/pipeline", cancellationToken);

    public Task<Page<DeadLetter>> ListDeadLettersAsync(int? limit, string? cursor, CancellationToken cancellationToken) =>
        GetAsync<Page<DeadLetter>>(new QueryAddress("v1/dead-letters").With("limit", limit).With("cursor", cursor).ToString(), cancellationToken);

    /// <summary>Puts an image that could not be scored back into the queue.</summary>
    public async Task ReplayAsync(Guid id, CancellationToken cancellationToken)
    {
        using var response = await http.PostAsync(new Uri($"v1/dead-letters/{id}:replay", UriKind.Relative), content: null, cancellationToken);
        await ApiAnswer.ThrowOnErrorAsync(response, cancellationToken);
    }

    /// <summary>Asks for the erasure of what belongs to a user: generations with their images, what the user said and did. Asking again changes nothing.</summary>
    /// <param name="userKey">As it was sent with the user's generations and feedback.</param>
    /// <param name="app">The only app whose rows are erased; null: every app that the key may touch.</param>
    /// <param name="cancellationToken">Cancels the call; the erasure may go on all the same.</param>
    /// <returns>The erasure, whose receipt <see cref="GetErasureAsync"/> gives.</returns>
    public async Task<Guid> EraseUserAsync(string userKey, string? app, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(userKey);
        var address = new QueryAddress($"v1/users/{Uri.EscapeDataString(userKey)}").With("app", app).ToString();
        using var response = await http.DeleteAsync(new Uri(address, UriKind.Relative), cancellationToken);
        return (await ApiAnswer.ReadAsync<ErasureAccepted>(response, cancellationToken)).ErasureId;
    }

    /// <summary>The receipt of an erasure: what each owner of data has removed so far.</summary>
    public Task<Erasure> GetErasureAsync(Guid id, CancellationToken cancellationToken) => GetAsync<Erasure>($"v1/erasures/{id}", cancellationToken);

    /// <summary>The distinct values of the filter dimensions: apps, model versions and so on.</summary>
    public Task<GenerationFacets> GetFacetsAsync(string? app, CancellationToken cancellationToken) =>
        GetAsync<GenerationFacets>(new QueryAddress("v1/generations/facets").With("app", app).ToString(), cancellationToken);

    /// <summary>Queues one page of past images for another scoring; the answer's cursor asks for the next.</summary>
    public Task<Rescored> RescoreAsync(RescoreRequest request, CancellationToken cancellationToken) =>
        PostAsync<RescoreRequest, Rescored>("v1/generations:rescore", request, id: null, cancellationToken);

    private async Task<T> GetAsync<T>(string address, CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri(address, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        return await ApiAnswer.ReadAsync<T>(response, cancellationToken);
    }

    private async Task<TResult> PostAsync<TBody, TResult>(string address, TBody body, string? id, CancellationToken cancellationToken)
    {
        using var content = JsonContent.Create(body, options: QualityJson.Options);
        using var response = await PostAsync(address, content, id, cancellationToken);
        return await ApiAnswer.ReadAsync<TResult>(response, cancellationToken);
    }

    private async Task<HttpResponseMessage> PostAsync(string address, HttpContent content, string? id, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(address, UriKind.Relative)) { Content = content };
        if (id is not null)
        {
            // Ids are free text, header values are not.
            request.Headers.Add(IdempotencyHeader, Uri.EscapeDataString(id));
        }

        return await http.SendAsync(request, cancellationToken);
    }
}
