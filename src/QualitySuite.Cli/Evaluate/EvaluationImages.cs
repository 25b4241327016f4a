using QualitySuite.Scenes;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;

namespace QualitySuite.Cli.Evaluate;

/// <summary>
/// The images of an evaluation, as the simulator's service would make them. Prompts, scenes and damages follow from one committed seed, and no image is
/// one that a model was trained on: training has another renderer.
/// </summary>
internal sealed class EvaluationImages
{
    public const int Seed = 42_026;
    public const int Side = 512;

    // Settings decide what goes wrong in the demo; here that is given.
    private static readonly SamplerSettings Settings = new("dpmpp_2m", 25, 7, "karras", "guard-2.1");

    /// <param name="pack">Of what it cannot score, no images are made.</param>
    /// <param name="sizes">How many.</param>
    public EvaluationImages(EvaluatedPack pack, EvaluationSizes sizes)
    {
        Right = [.. Jobs("right", sizes.Scenes).Select(job => new EvaluationImage(DiffusionModel.Run(job, Fault.None), pack.FullPlan))];
        if (pack.Alignment is not null)
        {
            Mismatched = Mismatches.ToDictionary(fault => fault, fault => Spoil(pack, fault));
            Versions = VersionFaults.Prepend(Fault.None).ToDictionary(fault => fault, fault => OfVersion(pack, fault, sizes.OfVersion));
        }

        foreach (var fault in pack.Artifacts.Select(metric => metric.Fault).OfType<Fault>())
        {
            // Each has as many images as any other, of the styles that can show it.
            var degraded = Jobs("degraded", sizes.OfSeverity, style => PixelFaults.CanShow(fault, style)).ToList();
            foreach (var severity in Severity.All)
            {
                Degraded[(fault, severity)] =
                [
                    .. degraded.Select(job => new EvaluationImage(DiffusionModel.Run(job, fault) with { Severity = severity.Value }, pack.ArtifactPlan)),
                ];
            }
        }
    }

    /// <summary>The faults of understanding, each of which some scenes can show.</summary>
    public static IReadOnlyList<Fault> Mismatches { get; } = [Fault.WrongAttribute, Fault.WrongCount, Fault.WrongRelation, Fault.WrongObject];

    /// <summary>What a faulty model version gets wrong in every image.</summary>
    public static IReadOnlyList<Fault> VersionFaults { get; } = [Fault.WrongAttribute, Fault.WrongCount];

    /// <summary>One a scene, as many of each drawing style.</summary>
    public IReadOnlyList<EvaluationImage> Right { get; }

    /// <summary>By fault: pairs of a right image and one of the same prompt and seeds that shows something else.</summary>
    public IReadOnlyDictionary<Fault, IReadOnlyList<ImagePair>> Mismatched { get; } = new Dictionary<Fault, IReadOnlyList<ImagePair>>();

    /// <summary>By what is wrong in all of them, nothing included: images of prompts of their own.</summary>
    public IReadOnlyDictionary<Fault, IReadOnlyList<EvaluationImage>> Versions { get; } = new Dictionary<Fault, IReadOnlyList<EvaluationImage>>();

    /// <summary>By fault of rendering and severity; their scenes are none of the right ones.</summary>
    public Dictionary<(Fault Fault, Severity Severity), IReadOnlyList<EvaluationImage>> Degraded { get; } = [];

    public IReadOnlyList<EvaluationImage> All =>
    [
        .. Right, .. Mismatched.Values.SelectMany(pairs => pairs).Select(pair => pair.Wrong), .. Versions.Values.SelectMany(images => images),
        .. Degraded.Values.SelectMany(images => images),
    ];

    private static IEnumerable<DiffusionJob> Jobs(string purpose, int count, Func<DrawingStyle, bool>? canBe = null)
    {
        DrawingStyle[] styles = [.. Enum.GetValues<DrawingStyle>().Where(style => canBe?.Invoke(style) ?? true)];
        for (var i = 0; i < count; i++)
        {
            var random = new Random(Seeds.Of(Seed, purpose, i));
            var scene = SceneGenerator.Generate(random) with { Style = styles[i % styles.Length] };
            yield return new DiffusionJob(PromptWriter.Write(scene, random), ModelTimeline.Versions[0], Settings, random.Next(), Side);
        }
    }

    private static IReadOnlyList<EvaluationImage> OfVersion(EvaluatedPack pack, Fault fault, int count) =>
        [.. Jobs($"version {fault}", count).Select(job => new EvaluationImage(DiffusionModel.Run(job, fault), pack.AlignmentPlan))];

    private IReadOnlyList<ImagePair> Spoil(EvaluatedPack pack, Fault fault) =>
    [
        .. Right.Where(right => SceneFaults.CanShow(fault, right.Result.Asked!))
            .Select(right => new ImagePair(right, new EvaluationImage(DiffusionModel.Run(right.Result.Job, fault), pack.AlignmentPlan))),
    ];
}
