using Microsoft.Extensions.Caching.Memory;
using QualitySuite.Scoring.Text;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>A prompt as the text encoder saw it.</summary>
/// <param name="Values">Its embedding, of length 1.</param>
/// <param name="Truncated">Whether the encoder saw only its beginning.</param>
/// <param name="TokenCount">Tokens of the whole prompt.</param>
internal sealed record PromptEmbedding(float[] Values, bool Truncated, int TokenCount);

/// <summary>Embeds prompts, and keeps those last used: services draw many images of one prompt.</summary>
internal sealed class PromptEmbeddings(TextModel model, int cachedPrompts) : IDisposable
{
    private readonly MemoryCache _cache = new(new MemoryCacheOptions { SizeLimit = cachedPrompts });

    /// <summary>One embedding a prompt; those that are not known run in one batch.</summary>
    /// <exception cref="ScoringException">The model fails.</exception>
    public IReadOnlyDictionary<string, PromptEmbedding> Of(IEnumerable<string> prompts)
    {
        var found = new Dictionary<string, PromptEmbedding>(StringComparer.Ordinal);
        var missing = new List<(string Prompt, TokenizedText Tokens)>();
        foreach (var prompt in prompts.Distinct(StringComparer.Ordinal))
        {
            if (_cache.TryGetValue(prompt, out PromptEmbedding? known))
            {
                found[prompt] = known!;
            }
            else
            {
                missing.Add((prompt, model.Tokenizer.Encode(prompt)));
            }
        }

        if (missing.Count > 0)
        {
            var embeddings = model.Embed([.. missing.Select(m => m.Tokens)]);
            for (var i = 0; i < missing.Count; i++)
            {
                var (prompt, tokens) = missing[i];
                found[prompt] = _cache.Set(
                    prompt, new PromptEmbedding(embeddings[i], tokens.Truncated, tokens.TokenCount), new MemoryCacheEntryOptions { Size = 1 });
            }
        }

        return found;
    }

    public void Dispose() => _cache.Dispose();
}
