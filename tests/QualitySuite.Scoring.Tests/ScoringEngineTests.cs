using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests;

public sealed class ScoringEngineTests(StarterEngine starter) : IClassFixture<StarterEngine>, IDisposable
{
    private readonly PackFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_starter_pack_loads_whole_and_scores_every_metric_it_names_once()
    {
        var engine = starter.Engine;
        using var image = Pictures.Blocks(1, 16, 256, 200);

        using var prepared = engine.Prepare(image, "a red apple");
        engine.Run([prepared]);

        Assert.All(engine.Parts, p => Assert.Null(p.Problem));
        Assert.Empty(engine.AbsentMetrics);
        string[] metrics =
        [
            "clip_score", "sharpness", "blur_effect", "noise_sigma", "blockiness", "banding", "contrast", "colourfulness", "exposure_clipping", "blank", "brisque",
            "unsafe_porn", "unsafe_hentai", "unsafe_sexy", "unsafe_any",
            "artifact_blur", "artifact_noise", "artifact_oversaturation", "artifact_banding", "artifact_checkerboard", "artifact_seam", "artifact_jpeg_blocks",
            "artifact_blank", "artifact_watermark_text", "artifact_grey", "artifact_any",
        ];
        Assert.Equal(metrics.Order(), prepared.Scores.Select(s => s.Metric).Order());
        Assert.Equal(
            engine.Scorers.Select(s => (s.Metric, s.Identity)).Order(),
            prepared.Scores.Select(s => (s.Metric, s.Scorer)).Order());
        Assert.All(prepared.Scores, s => Assert.True(double.IsFinite(s.Value), s.Metric));
    }

    [Fact]
    public void A_score_is_the_same_alone_and_in_any_batch()
    {
        var engine = starter.Engine;
        var images = Enumerable.Range(0, 12).Select(i => Pictures.Blocks((uint)i, 1 + (7 * i), 64 + (31 * i), 400 - (23 * i))).ToArray();
        var alone = images.Select(image =>
        {
            using var prepared = engine.Prepare(image, "a red apple");
            engine.Run([prepared]);
            return prepared.Scores;
        }).ToArray();

        var batch = images.Select(image => engine.Prepare(image, "a red apple")).ToArray();
        engine.Run(batch);

        for (var i = 0; i < batch.Length; i++)
        {
            Assert.Equal(alone[i].Select(s => (s.Metric, s.Scorer)), batch[i].Scores.Select(s => (s.Metric, s.Scorer)));
            Assert.All(alone[i].Zip(batch[i].Scores), p => Assert.Equal(p.First.Value, p.Second.Value, 1e-5));
        }
    }

    [Fact]
    public void Threads_that_share_an_engine_do_not_disturb_one_another()
    {
        _folder.AddWorking();
        using var engine = _folder.Open(o => o.MaxBatch = 3);
        var wrong = new ConcurrentBag<string>();

        Parallel.For(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
        {
            var reds = Enumerable.Range(0, 1 + (i % 7)).Select(k => (byte)((i + (40 * k)) % 256)).ToArray();
            var batch = reds.Select(red =>
            {
                using var image = Pictures.Plain(red, 7, 0);
                return engine.Prepare(image, "a red apple");
            }).ToArray();
            engine.Run(batch);
            foreach (var (red, prepared) in reds.Zip(batch))
            {
                var value = prepared.Scores.Single(s => s.Metric == "unsafe_porn").Value;
                if (Math.Abs(value - (red / 255.0)) > 1e-6)
                {
                    wrong.Add($"{red}: {value}");
                }

                prepared.Dispose();
            }
        });

        Assert.Empty(wrong);
    }

    [Fact]
    public void Running_twice_adds_no_score_twice()
    {
        _folder.AddWorking();
        using var engine = _folder.Open();
        using var image = Pictures.Plain(51, 0, 0);
        using var first = engine.Prepare(image);
        engine.Run([first]);
        using var second = engine.Prepare(image);

        engine.Run([first, second]);

        Assert.Equal(first.Scores, second.Scores);
        Assert.Equal(engine.Scorers.Count, first.Scores.Count);
    }

    [Fact]
    public void An_empty_batch_is_nothing_to_do()
    {
        starter.Engine.Run([]);
    }

    [Fact]
    public void A_score_triggers_at_its_threshold_and_configuration_replaces_the_packs()
    {
        _folder.AddWorking();
        using var engine = _folder.Open(o => o.Thresholds["unsafe_any"] = 0.9);

        Assert.Equal(new Dictionary<string, double> { ["unsafe_porn"] = 0.5, ["unsafe_any"] = 0.9 }, engine.Parts[0].Thresholds);
        var scorers = engine.Scorers.ToDictionary(s => s.Metric, s => s.Identity);
        Assert.False(engine.Triggers(new Score("unsafe_porn", 0.4999, scorers["unsafe_porn"])));
        Assert.True(engine.Triggers(new Score("unsafe_porn", 0.5, scorers["unsafe_porn"])));
        Assert.False(engine.Triggers(new Score("unsafe_any", 0.89, scorers["unsafe_any"])));
        Assert.True(engine.Triggers(new Score("unsafe_any", 0.9, scorers["unsafe_any"])));
        Assert.False(engine.Triggers(new Score("sharpness", 1e9, scorers["sharpness"])));
    }

    [Theory]
    [InlineData("unsafe_cute", 0.5)]
    [InlineData("unsafe_any", 0.0)]
    [InlineData("unsafe_any", 1.1)]
    public void A_threshold_that_cannot_be_meant_is_an_error_that_names_its_key(string metric, double threshold)
    {
        _folder.AddWorking();

        var exception = Assert.Throws<ArgumentException>(() => _folder.Open(o => o.Thresholds[metric] = threshold));

        Assert.StartsWith($"Thresholds:{metric} is ", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_pack_that_is_not_there_is_an_error()
    {
        Assert.Throws<ModelPackException>(() => Engines.Open(Path.Combine(_folder.Path, "nowhere")));
    }

    [Fact]
    public void CUDA_falls_back_to_the_CPU_with_one_logged_line()
    {
        _folder.AddWorking();
        _folder.Save();
        var options = new ScoringEngineOptions { PackPath = _folder.Path, ExecutionProvider = ExecutionProvider.Cuda };
        var log = new LogLines();

        using var engine = new ScoringEngine(options, log);

        if (engine.Parts[0].ExecutionProvider == ExecutionProvider.Cuda)
        {
            Assert.Skip("This machine has CUDA.");
        }

        Assert.Null(engine.Parts[0].Problem);
        Assert.Single(log.Lines, l => l.Level == LogLevel.Warning && l.Text.Contains("CUDA", StringComparison.Ordinal));
    }

    private sealed class LogLines : ILogger<ScoringEngine>
    {
        public List<(LogLevel Level, string Text)> Lines { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Lines.Add((logLevel, formatter(state, exception)));
    }
}
