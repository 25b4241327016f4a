using Microsoft.Extensions.Caching.Memory;
using QualitySuite.Scoring.Text;
using QualitySuite.Scoring.Words;

namespace QualitySuite.Scoring.DualEncoders;

/// <summary>A prompt as the text encoder saw it.</summary>
/// <param name="Values">Its embedding, of length 1.</param>
/// <param name="Truncated">Whether the encoder saw only its beginning.</param>
/// <param name="TokenCount">Tokens of the whole prompt.</param>
internal sealed record PromptEmbedding(float[] Values, bool Truncated, int TokenCount)
{
    /// <summary>What is asked about its words; null: nothing is.</summary>
    public EmbeddedQuestions? Words { get; init; }
}

/// <summary>Embeds prompts, and keeps those last used: services draw many images of one prompt.</summary>
/// <param name="model">The text model.</param>
/// <param name="questioner">Asks about the words of prompts; null: nobody does.</param>
/// <param name="options">How much to keep.</param>
internal sealed class PromptEmbeddings(TextModel model, PromptQuestioner? questioner, ScoringEngineOptions options) : IDisposable
{
    private readonly MemoryCache _prompts = new(new MemoryCacheOptions { SizeLimit = options.CachedPrompts });
    private readonly MemoryCache _words = new(new MemoryCacheOptions { SizeLimit = options.CachedWordBytes });

    /// <summary>One embedding a prompt; all texts that are not known run together.</summary>
    /// <param name="prompts">May repeat.</param>
    /// <param name="withWords">Whether to ask about their words too.</param>
    /// <exception cref="ScoringException">The model fails.</exception>
    public IReadOnlyDictionary<string, PromptEmbedding> Of(IEnumerable<string> prompts, bool withWords = true)
    {
        var texts = new List<TokenizedText>();
        var wanted = prompts.Distinct(StringComparer.Ordinal).Select(prompt => Look(prompt, withWords, texts)).ToList();
        var embeddings = texts.Count == 0 ? [] : model.Embed(texts);
        return wanted.ToDictionary(w => w.Prompt, w => Take(w, embeddings), StringComparer.Ordinal);
    }

    public void Dispose()
    {
        _prompts.Dispose();
        _words.Dispose();
    }

    /// <summary>What is known of a prompt; what is not joins the texts.</summary>
    private WantedPrompt Look(string prompt, bool withWords, List<TokenizedText> texts)
    {
        var wanted = new WantedPrompt(prompt, _prompts.Get<PromptEmbedding>(prompt), texts.Count);
        if (wanted.Known is null)
        {
            wanted.Tokens = model.Tokenizer.Encode(prompt);
            texts.Add(wanted.Tokens);
        }

        if (!withWords || questioner is null)
        {
            return wanted;
        }

        wanted.KnownWords = _words.Get<EmbeddedQuestions>(prompt);
        if (wanted.KnownWords is null)
        {
            wanted.Questions = questioner.Ask(prompt);
            wanted.FirstWordText = texts.Count;
            texts.AddRange(TextsOf(prompt, wanted.Questions));
            wanted.WordTexts = texts.Count - wanted.FirstWordText;
        }

        return wanted;
    }

    private PromptEmbedding Take(WantedPrompt wanted, IReadOnlyList<float[]> embeddings)
    {
        var prompt = wanted.Known ?? _prompts.Set(
            wanted.Prompt,
            new PromptEmbedding(embeddings[wanted.FirstText], wanted.Tokens!.Truncated, wanted.Tokens.TokenCount),
            new MemoryCacheEntryOptions { Size = 1 });
        if (wanted.Questions is not { } questions)
        {
            return wanted.KnownWords is null ? prompt : prompt with { Words = wanted.KnownWords };
        }

        var isCut = wanted.WordTexts > questions.Texts.Count;
        var words = new EmbeddedQuestions(
            questions with { Texts = [] },
            isCut ? embeddings[wanted.FirstWordText] : prompt.Values,
            [.. embeddings.Skip(wanted.FirstWordText + (isCut ? 1 : 0)).Take(questions.Texts.Count)]);
        return prompt with { Words = _words.Set(wanted.Prompt, words, new MemoryCacheEntryOptions { Size = words.Bytes }) };
    }

    /// <summary>The texts of the questions; before them the part of the prompt that is read, where that is not all of it.</summary>
    private IEnumerable<TokenizedText> TextsOf(string prompt, PromptQuestions questions) =>
        questions.Texts.Count > 0 && questions.Prompt != prompt ? questions.Texts.Prepend(model.Tokenizer.Encode(questions.Prompt)) : questions.Texts;

    private sealed class WantedPrompt(string prompt, PromptEmbedding? known, int firstText)
    {
        public string Prompt => prompt;

        public PromptEmbedding? Known => known;

        public int FirstText => firstText;

        public TokenizedText? Tokens { get; set; }

        public EmbeddedQuestions? KnownWords { get; set; }

        public PromptQuestions? Questions { get; set; }

        public int FirstWordText { get; set; }

        public int WordTexts { get; set; }
    }
}
