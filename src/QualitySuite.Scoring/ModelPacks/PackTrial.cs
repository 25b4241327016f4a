using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using QualitySuite.Scoring.Classifiers;
using QualitySuite.Scoring.DualEncoders;
using QualitySuite.Scoring.Heads;
using QualitySuite.Scoring.Sessions;
using QualitySuite.Scoring.Technical;

namespace QualitySuite.Scoring.ModelPacks;

/// <summary>How a part did on its first run.</summary>
/// <param name="Name">Of the part.</param>
/// <param name="Kind">As its manifest has it.</param>
/// <param name="Problem">Why it cannot be used; null: it can.</param>
/// <param name="Recorded">Whether its answer to the canary was written into the pack.</param>
public sealed record TriedPart(string Name, string Kind, string? Problem, bool Recorded);

/// <summary>Which canaries a <see cref="PackTrial"/> writes into the pack.</summary>
public enum CanaryRecording
{
    /// <summary>None.</summary>
    None,

    /// <summary>Where the pack brings none.</summary>
    Missing,

    /// <summary>Where the pack brings none, and those that an earlier trial wrote; one that was recorded elsewhere stays.</summary>
    Renew,
}

/// <summary>
/// Runs each part of a pack by itself with the checks of a start (hashes, tensors, canary, batches) and records canaries, so that a later
/// change of runtime or machine that changes scores is noticed. A head of layers needs no encoder for it; one of texts is not run.
/// </summary>
public static class PackTrial
{
    private static readonly int MaxBatch = new ScoringEngineOptions().MaxBatch;

    /// <exception cref="ModelPackException">The folder is no pack.</exception>
    public static IReadOnlyList<TriedPart> Run(string folder, CanaryRecording recording)
    {
        var pack = ModelPack.Open(folder);
        var settings = new SessionSettings(new ScoringEngineOptions(), NullLogger.Instance);
        var canaries = new RecordedCanaries();
        var parts = pack.Parts.Select((part, index) => Try(pack, part, settings, recording, canary => canaries.Add(index, canary))).ToList();
        canaries.WriteInto(pack.Folder);
        return parts;
    }

    private static TriedPart Try(ModelPack pack, PackPart part, SessionSettings settings, CanaryRecording recording, Action<object> record)
    {
        var recorded = false;
        var problem = part.Problem;
        try
        {
            if (problem is null)
            {
                pack.RequireCard(part.Manifest!);
                recorded = Run(pack, part.Manifest!, settings, recording) is { } canary && Keep(canary);
            }
        }
        catch (ModelPackException exception)
        {
            problem = exception.Message;
        }

        return new TriedPart(part.Name, part.Kind, problem, recorded);

        bool Keep(object canary)
        {
            record(canary);
            return true;
        }
    }

    /// <summary>Returns the canary to record, or null.</summary>
    private static object? Run(ModelPack pack, PartManifest manifest, SessionSettings settings, CanaryRecording recording)
    {
        switch (manifest)
        {
            case ClassifierManifest classifier:
                return Run(pack, Records(classifier.Canary?.RecordedWith) ? classifier with { Canary = null } : classifier, settings, recording);
            case DualEncoderManifest encoder:
                return Run(pack, Records(encoder.Canary?.RecordedWith) ? encoder with { Canary = null } : encoder, settings, recording);
            case HeadManifest { Layers: not null } head:
                return Run(pack, Records(head.Canary?.RecordedWith) ? head with { Canary = null } : head, recording);
            case HeadManifest:
                return null;
            case BrisqueManifest brisque:
                _ = new BrisqueScorer(brisque, pack.ReadVerified(brisque.Model));
                return null;
            default:
                throw new UnreachableException($"Nothing runs the kind {manifest.GetType().Name}.");
        }

        bool Records(string? recordedWith) => recording == CanaryRecording.Renew && recordedWith is not null;
    }

    private static CanaryManifest? Run(ModelPack pack, ClassifierManifest manifest, SessionSettings settings, CanaryRecording recording)
    {
        using var model = new OnnxImageModel(manifest.Contract, pack.ReadVerified(manifest.Model), settings, MaxBatch);
        var probabilities = ClassifierCanary.Check(model, manifest);
        return recording == CanaryRecording.None || manifest.Canary is not null
            ? null
            : ClassifierCanary.Unrecorded with { Outputs = RecordedCanaries.Numbers(probabilities), RecordedWith = RecordedCanaries.Here };
    }

    private static DualEncoderCanary? Run(ModelPack pack, DualEncoderManifest manifest, SessionSettings settings, CanaryRecording recording)
    {
        using var texts = new TextModel(
            manifest, pack.ReadVerified(manifest.Text.Model), TokenizerFile.Load(manifest.Text.Tokenizer, pack), settings, MaxBatch);
        using var images = new OnnxImageModel(manifest.ImageContract, pack.ReadVerified(manifest.Image.Model), settings, MaxBatch);
        var answer = DualEncoderCheck.Check(manifest, images, texts);
        return recording == CanaryRecording.None || manifest.Canary is not null
            ? null
            : DualEncoderCheck.Unrecorded with
            {
                ImageEmbedding = RecordedCanaries.FirstNumbers(answer.Image),
                TextEmbedding = RecordedCanaries.FirstNumbers(answer.Text),
                Cosine = answer.Cosine,
                RecordedWith = RecordedCanaries.Here,
            };
    }

    private static HeadCanary? Run(ModelPack pack, HeadManifest manifest, CanaryRecording recording)
    {
        var outputs = HeadCheck.Check(new HeadNetwork(HeadLayers.Load(pack, manifest, dimension: null), manifest.Output), manifest);
        return recording == CanaryRecording.None || manifest.Canary is not null
            ? null
            : HeadCheck.Unrecorded with { Outputs = RecordedCanaries.Numbers(outputs), RecordedWith = RecordedCanaries.Here };
    }
}
