using System.Text.Json.Nodes;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Words;

/// <summary>Words judged by an encoder that can be worked out by hand: with scale 4 and a floor of 1/2 in every column.</summary>
public sealed class WordCoverageTests : IDisposable
{
    // Of (1, 1/2, 1/2): its length is the root of 3/2. A pure colour has the cosine 1 / that with its own word, and half of it with the others.
    private static readonly double Own = 1 / Math.Sqrt(1.5);
    private static readonly double Other = 0.5 / Math.Sqrt(1.5);

    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_word_that_the_image_shows_is_matched_and_another_is_not()
    {
        _folder.AddColours();
        using var engine = _folder.Open();
        using var red = Pictures.Plain(255, 0, 0);
        using var green = Pictures.Plain(0, 255, 0);
        using var shown = engine.Prepare(red, "the red thing");
        using var missing = engine.Prepare(green, "the red thing");
        engine.Run([shown, missing]);

        var (right, wrong) = (Assert.Single(shown.WordCoverages), Assert.Single(missing.WordCoverages));
        Assert.Equal(Math.Exp(4 * Own) / (Math.Exp(4 * Own) + (2 * Math.Exp(4 * Other))), Assert.Single(right.Words).Probability, 1e-5);
        Assert.Empty(right.Unmatched);

        // The green image: red has the lesser cosine, as blue has, and green the greater.
        var word = Assert.Single(wrong.Unmatched);
        Assert.Equal(("red", 4, 3, "colour", "green", false), (word.Word, word.Start, word.Length, word.Class, word.Likelier, word.Swapped));
        Assert.Equal(Math.Exp(4 * Other) / (Math.Exp(4 * Own) + (2 * Math.Exp(4 * Other))), word.Probability, 1e-5);
        Assert.Equal(("test", "colours", "clip_score", 0.2), (wrong.Pack, wrong.Part, wrong.Metric, wrong.Threshold));
    }

    [Fact]
    public void A_judgement_is_the_same_alone_in_a_batch_and_from_the_cache()
    {
        _folder.AddColours();
        using var engine = _folder.Open();
        using var image = Pictures.Plain(200, 90, 30);
        string[] prompts = ["a red and a blue thing", "green", "nothing known", "red, very red", "a red and a blue thing", "blue blue green red"];
        PreparedImage[] batch = [.. prompts.Select(prompt => engine.Prepare(image, prompt))];
        engine.Run(batch);

        foreach (var (prepared, prompt) in batch.Zip(prompts))
        {
            using var fresh = _folder.Open();
            using var alone = fresh.Prepare(image, prompt);
            fresh.Run([alone]);
            using var again = engine.Prepare(image, prompt);
            engine.Run([again]);
            Assert.Equal(alone.WordCoverages.Single().Words, prepared.WordCoverages.Single().Words);
            Assert.Equal(alone.WordCoverages.Single().Words, again.WordCoverages.Single().Words);
            prepared.Dispose();
        }
    }

    [Fact]
    public void What_is_cut_off_is_not_judged_and_the_rest_is_judged_as_the_encoder_reads_it()
    {
        _folder.AddColours(length: 5);
        using var engine = _folder.Open();
        using var image = Pictures.Plain(0, 0, 255);
        using var cut = engine.Prepare(image, "the red thing blue green");
        using var whole = engine.Prepare(image, "the red thing");
        engine.Run([cut, whole]);

        var coverage = cut.WordCoverages.Single();
        Assert.Equal(2, coverage.NotRead);
        Assert.Equal(whole.WordCoverages.Single().Words.Single(), coverage.Words.Single());
        Assert.Single(cut.TruncatedPrompts);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Without_a_prompt_nothing_is_said_about_words(string? prompt)
    {
        _folder.AddColours();
        Assert.Null(Facts(prompt).SingleOrDefault());
    }

    [Fact]
    public void Nothing_judged_nothing_unmatched_and_something_unmatched_are_told_apart()
    {
        var words = _folder.AddColours()["words"]!;
        (words["scale"], words["caveat"]) = (40, "Made for a test.");

        Assert.Equal("\"colours\" can judge no word of the prompt.", Facts("a bird").Single().Detail);
        Assert.Equal("\"colours\" finds the one word of the prompt that it can judge.", Facts("the red bird").Single().Detail);
        Assert.Equal("\"colours\" does not find the one word of the prompt that it can judge: \"blue\" (more like \"red\").", Facts("the blue bird").Single().Detail);
        var fact = Facts("the red bird, blue").Single();
        Assert.Equal("Of 2 judged words of the prompt \"colours\" does not find 1: \"blue\" (more like \"green\").", fact.Detail);
        Assert.Equal(("prompt_words", 2, "blue", 14, "Made for a test."), (fact.Kind, fact.Words!.Judged, fact.Words.Unmatched.Single().Word, fact.Words.Unmatched[0].Start, fact.Words.Caveat));
        Assert.Equal(["clip_score"], fact.Metrics!);
        Assert.Matches("^[0-9a-f]{64}$", fact.Words.Judge);
    }

    [Fact]
    public void An_encoder_without_a_metric_judges_words_too()
    {
        _folder.AddColours().Remove("metric");

        Assert.Equal(1, Facts("the red bird").Single().Words!.Judged);
    }

    [Fact]
    public void Words_are_judged_where_the_score_is_wanted_and_not_beside_other_metrics()
    {
        _folder.AddColours();
        using var engine = _folder.Open();
        using var image = Pictures.Plain(0, 255, 0);
        using var wanted = engine.Prepare(image, "red", engine.PlanFor(new HashSet<string> { "clip_score" }));
        using var other = engine.Prepare(image, "red", engine.PlanFor(new HashSet<string> { "sharpness" }));
        engine.Run([wanted, other]);

        Assert.Single(wanted.WordCoverages);
        Assert.Empty(other.WordCoverages);
    }

    [Fact]
    public void No_texts_at_all_turns_it_off()
    {
        _folder.AddColours();

        Assert.Empty(Facts("red", options => options.MaxWordTexts = 0));
    }

    [Fact]
    public void A_text_model_that_fails_on_an_alternative_alone_takes_the_words_and_leaves_the_score()
    {
        _folder.AddColours()["words"]!["classes"] = JsonNode.Parse("""{"colour":[["red"],["orange"]]}""");
        using var engine = _folder.Open();
        using var image = Pictures.Plain(255, 80, 0);
        PreparedImage[] batch = [engine.Prepare(image, "red"), engine.Prepare(image, "green"), engine.Prepare(image, "orange")];
        engine.Run(batch);

        Assert.Equal([true, true, false], batch.Select(i => i.Scores.Any(s => s.Metric == "clip_score")));
        Assert.Equal([0, 1, 0], batch.Select(i => i.WordCoverages.Count));
        Assert.Equal(["", "-", "clip_score"], batch.Select(i => i.Failures.Count == 0 ? "-" : string.Join(' ', i.Failures.Single().Metrics)));
        Assert.DoesNotContain(new ScoringFacts(engine).Of(batch[0]), f => f.Kind == "model_failed");
    }

    [Fact]
    public void Words_leave_the_score_as_it_is_and_every_setting_of_them_is_another_judge()
    {
        var part = _folder.AddColours();
        var judges = new List<string> { Judge() };
        var score = ScoreIdentity();
        part["words"]!["caveat"] = "told differently";
        Assert.Equal(judges[0], Judge());
        foreach (var (field, value) in new (string, JsonNode)[] { ("scale", 5), ("threshold", 0.3), ("alternatives", 2), ("classes", JsonNode.Parse("""{"colour":[["red"],["blue"],["green"]],"size":[["big"],["small"]]}""")!), ("notJudged", new JsonArray("size")) })
        {
            part["words"]![field] = value;
            judges.Add(Judge());
        }

        judges.Add(Judge(options => options.MaxWordTexts = 10));
        Assert.Equal(7, judges.Distinct().Count());
        Assert.Equal(score, ScoreIdentity());
        part.Remove("words");
        Assert.Equal(score, ScoreIdentity());
    }

    [Theory]
    [InlineData("""{"scale":0}""", "The field 'words.scale' must be positive.")]
    [InlineData("""{"threshold":1}""", "The field 'words.threshold' must be between 0 and 1.")]
    [InlineData("""{"alternatives":0}""", "The field 'words.alternatives' must be 1 to 63.")]
    [InlineData("""{"caveat":" "}""", "The field 'words.caveat' is blank.")]
    [InlineData("""{"classes":{}}""", "The field 'words.classes' is empty.")]
    [InlineData("""{"classes":{"colour":[["red"]]}}""", "The field 'words.classes.colour' needs two entries: a word is compared with others of its class.")]
    [InlineData("""{"classes":{"colour":[["red"],[]]}}""", "The field 'words.classes.colour' has an entry without forms.")]
    [InlineData("""{"classes":{"colour":[["red"],["grey","gray"]]}}""", "The field 'words.classes.colour' has an entry of several forms, where each has one.")]
    [InlineData("""{"classes":{"object":[["cup","cups"],["cat"]]}}""", "The field 'words.classes.object' has an entry that is not a singular and a plural.")]
    [InlineData("""{"classes":{"place":[["on  snow"],["in rain"]]}}""", "The field 'words.classes.place' has the form 'on  snow', which is no words with single spaces between them.")]
    [InlineData("""{"classes":{"place":[["on snow"],[""]]}}""", "The field 'words.classes.place' has the form '', which is no words with single spaces between them.")]
    [InlineData("""{"classes":{"colour":[["red"],["orange"]],"object":[["Orange","oranges"],["cup","cups"]]}}""", "The field 'words.classes.object' has the form 'Orange', which the class 'colour' has already.")]
    [InlineData("""{"notJudged":["size"]}""", "The field 'words.notJudged' names what is no class.")]
    [InlineData("""{"notJudged":["colour"]}""", "The field 'words.notJudged' leaves no class to judge.")]
    [InlineData("""{"surprise":1}""", "surprise")]
    [InlineData("""{"classes":{"colour":["red"]}}""", "$.words.classes")]
    public void A_bad_section_refuses_the_part_and_names_the_field(string change, string expected)
    {
        var words = _folder.AddColours()["words"]!;
        foreach (var (field, value) in JsonNode.Parse(change)!.AsObject())
        {
            words[field] = value?.DeepClone();
        }

        using var engine = _folder.Open();

        Assert.Contains(expected, Assert.Single(engine.Parts).Problem, StringComparison.Ordinal);
    }

    private IReadOnlyList<QualitySuite.Contracts.Generations.ScoringFact> Facts(string? prompt, Action<ScoringEngineOptions>? configure = null)
    {
        using var engine = _folder.Open(configure);
        Assert.Null(engine.Parts.Single().Problem);
        using var image = Pictures.Plain(255, 80, 0);
        using var prepared = engine.Prepare(image, prompt);
        engine.Run([prepared]);
        return [.. new ScoringFacts(engine).Of(prepared).Where(f => f.Words is not null)];
    }

    private string Judge(Action<ScoringEngineOptions>? configure = null) => Facts("red", configure).Single().Words!.Judge;

    private string ScoreIdentity()
    {
        using var engine = _folder.Open();
        return engine.Scorers.Single(s => s.Metric == "clip_score").Identity;
    }
}
