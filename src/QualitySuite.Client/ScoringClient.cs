using System.Net.Http.Json;
using QualitySuite.Contracts;
using QualitySuite.Contracts.Scoring;

namespace QualitySuite.Client;

/// <summary>
/// Calls a scoring worker. The <see cref="HttpClient"/> has the worker's base address and a header <c>X-Api-Key</c>; the caller owns it.
/// </summary>
public sealed class ScoringClient(HttpClient http)
{
    /// <summary>Scores an image now. Nothing is stored.</summary>
    /// <param name="image">The file's bytes: PNG, JPEG or WebP.</param>
    /// <param name="request">The prompt, and which metrics.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="QualityApiException">The worker refuses; 503: it scores as many images for waiting callers as it can.</exception>
    public async Task<ScoreAnswer> ScoreAsync(ReadOnlyMemory<byte> image, ScoreRequest request, CancellationToken cancellationToken)
    {
        using var form = new MultipartFormDataContent
        {
            { JsonContent.Create(request, options: QualityJson.Options), "metadata" },
            { new ReadOnlyMemoryContent(image), "image", "image" },
        };
        using var response = await http.PostAsync(new Uri("v1/score", UriKind.Relative), form, cancellationToken);
        return await ApiAnswer.ReadAsync<ScoreAnswer>(response, cancellationToken);
    }

    /// <summary>Every registered scorer, by metric, oldest first.</summary>
    public async Task<IReadOnlyList<RegisteredScorer>> ListScorersAsync(CancellationToken cancellationToken)
    {
        using var response = await http.GetAsync(new Uri("v1/scorers", UriKind.Relative), cancellationToken);
        return await ApiAnswer.ReadAsync<IReadOnlyList<RegisteredScorer>>(response, cancellationToken);
    }

    /// <summary>Makes a scorer the one that trends of its metric show.</summary>
    public async Task ChoosePrimaryScorerAsync(PrimaryScorerChoice choice, CancellationToken cancellationToken)
    {
        using var response = await http.PutAsJsonAsync(new Uri("v1/scorers/primary", UriKind.Relative), choice, QualityJson.Options, cancellationToken);
        await ApiAnswer.ThrowOnErrorAsync(response, cancellationToken);
    }
}
