using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using QualitySuite.Simulator.Users;

namespace QualitySuite.Simulator.Demo;

/// <summary>Works out whole visits without drawing anything: same options, name and time, same visit.</summary>
public sealed class VisitPlanner(SimulatorOptions options)
{
    private const int MostSteps = 4;
    private readonly Crowd _crowd = new(options.Seed, options.Users);

    /// <summary>Plans a visit. <paramref name="name"/> makes its ids; <paramref name="progress"/> (0 to 1, above: live) tells which model version answers and what is broken.</summary>
    public Visit Plan(string name, DateTimeOffset startsAt, double progress)
    {
        var random = new Random(Seeds.Of(options.Seed, name));
        var user = _crowd.Next(random);
        var scene = SceneGenerator.Generate(random);
        var prompt = PromptWriter.Write(scene, random);
        var model = IncidentTimeline.During(progress, ModelTimeline.At(progress, random));
        var job = new DiffusionJob(prompt, model, SamplerSettings.Draw(random), random.Next(), options.ImageSize);
        var steps = new List<VisitStep>();
        ParentLink? parent = null;
        while (true)
        {
            var step = Step($"{options.App}/{options.Seed}/{name}/{steps.Count}", startsAt, job, parent, user, random);
            steps.Add(step);
            if (step.Reaction.GoesOn is not { } relation || steps.Count == MostSteps)
            {
                return new Visit(user, NameBasedId.Of($"{options.Seed}/{name}/session").ToString("N"), steps);
            }

            parent = new ParentLink(step.Id.ToString(), relation);
            startsAt = step.EndsAt + TimeSpan.FromSeconds(1 + 8 * random.NextDouble());
            (job, scene) = Next(job, scene, relation, random);
        }
    }

    private VisitStep Step(
        string name, DateTimeOffset createdAt, DiffusionJob job, ParentLink? parent, SimulatedUser user, Random random)
    {
        // Making the same picture larger repeats its content; only a fresh generation can go wrong anew.
        var result = DiffusionModel.Run(job);
        var reaction = Reactions.To(result.Fault, user, random);
        // Drawn apart, so that where an image stands changes nothing of which images there are.
        var place = new Random(Seeds.Of(options.Seed, name + "/place"));
        var showing = result.Fault is Fault.Blocked or Fault.Failed ? Showing.Unknown : Showing.Draw(user, place);
        return new VisitStep(NameBasedId.Of(name), createdAt, result, parent, showing.Exposure, showing.Dim(reaction, place));
    }

    private static (DiffusionJob Job, Scene Scene) Next(DiffusionJob job, Scene scene, ParentRelation relation, Random random)
    {
        switch (relation)
        {
            case ParentRelation.Upscale:
                return (job with { Size = 2 * job.Size }, scene);
            case ParentRelation.Edit:
                var styles = Enum.GetValues<DrawingStyle>().Where(style => style != scene.Style).ToArray();
                var edited = scene with { Style = SceneGenerator.Pick(random, styles) };
                return (job with { Prompt = PromptWriter.Write(edited, random), Seed = random.Next() }, edited);
            default:
                return (job with { Seed = random.Next() }, scene);
        }
    }
}
