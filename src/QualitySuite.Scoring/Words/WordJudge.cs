using System.Globalization;
using System.Numerics.Tensors;
using System.Security.Cryptography;
using System.Text;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Words;

/// <summary>The questions about a prompt with the embeddings of their texts.</summary>
/// <param name="Questions">What is asked.</param>
/// <param name="Prompt">Embedding of <see cref="PromptQuestions.Prompt"/>, of length 1.</param>
/// <param name="Texts">One a text, of length 1.</param>
internal sealed record EmbeddedQuestions(PromptQuestions Questions, float[] Prompt, IReadOnlyList<float[]> Texts)
{
    /// <summary>Memory of the embeddings, near enough.</summary>
    public long Bytes => (1L + Texts.Count) * Prompt.Length * sizeof(float);
}

/// <summary>
/// Judges the words of a prompt by substitution: the probability of a word is the softmax over scaled cosines of the image with the prompt and with
/// the prompt in which that word is another one, at the prompt.
/// </summary>
internal static class WordJudge
{
    /// <returns>In the order of the questions; a probability is in (0, 1].</returns>
    public static PromptWord[] Judge(ReadOnlySpan<float> image, EmbeddedQuestions embedded, double scale)
    {
        var own = TensorPrimitives.Dot(image, embedded.Prompt);
        var advantages = new double[embedded.Texts.Count];
        for (var i = 0; i < advantages.Length; i++)
        {
            advantages[i] = scale * (TensorPrimitives.Dot<float>(image, embedded.Texts[i]) - own);
        }

        var (prompt, words) = (embedded.Questions.Prompt, embedded.Questions.Words);
        var judged = new PromptWord[words.Count];
        for (var i = 0; i < judged.Length; i++)
        {
            var (word, alternatives) = words[i];
            var likeliest = alternatives.MaxBy(a => advantages[a.Text])!;

            // Shifted by the greatest, which changes nothing but keeps the sum finite.
            var greatest = Math.Max(0, advantages[likeliest.Text]);
            var sum = Math.Exp(-greatest) + alternatives.Sum(a => Math.Exp(advantages[a.Text] - greatest));
            judged[i] = new PromptWord(
                word.Text(prompt), word.Start, word.Length, word.Class.Name, Math.Exp(-greatest) / sum, likeliest.Written, likeliest.IsSwapped);
        }

        return judged;
    }

    /// <summary>What determines the judgement beside the encoder. Texts stand behind their length, so that no two lists read alike.</summary>
    public static (string Key, string Value)[] Determinants(WordsManifest words, int maxTexts)
    {
        var text = new StringBuilder();
        foreach (var (name, entries) in words.Classes)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name.Length}:{name}{entries.Count}:");
            foreach (var entry in entries)
            {
                text.Append(CultureInfo.InvariantCulture, $"{entry.Count}:");
                foreach (var form in entry)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{form.Length}:{form}");
                }
            }
        }

        foreach (var name in words.NotJudged ?? [])
        {
            text.Append(CultureInfo.InvariantCulture, $"-{name.Length}:{name}");
        }

        return
        [
            ("questions", $"{PromptQuestioner.Version} {words.Alternatives} {maxTexts}"),
            ("classes", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())))),
            ("formula", FormattableString.Invariant($"softmax({words.Scale:r}*cos)<{words.Threshold:r}")),
        ];
    }
}
