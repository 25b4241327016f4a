using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Scenes.Faults;
using QualitySuite.Simulator.Users;

namespace QualitySuite.Simulator.Demo;

/// <summary>What a visit is told as. Every message has its id, so that telling it again changes nothing.</summary>
internal static class VisitMessages
{
    /// <summary>The generation of a step, without its image.</summary>
    public static GenerationSubmission Generation(string app, Visit visit, VisitStep step)
    {
        var (result, job) = (step.Result, step.Result.Job);
        return new GenerationSubmission
        {
            Id = step.Id.ToString(),
            App = app,
            CreatedAt = step.CreatedAt,
            Prompt = job.Prompt,
            NegativePrompt = job.Seed % 3 == 0 ? "blurry, low quality, watermark" : null,
            Model = new ModelInfo(job.Model.Name, job.Model.Version, job.Model.Hash),
            Sampler = new SamplerInfo(job.Settings.Name, job.Settings.Steps, job.Settings.Guidance, job.Settings.Scheduler),
            SafetyFilter = job.Settings.SafetyFilter,
            Seed = job.Seed,
            Width = job.Size,
            Height = job.Size,
            LatencyMs = result.Latency.TotalMilliseconds,
            UserKey = visit.User.Key,
            SessionKey = visit.SessionKey,
            Parent = step.Parent,
            Outcome = result.Fault switch
            {
                Fault.Failed => GenerationOutcome.Failed,
                Fault.Blocked => GenerationOutcome.Blocked,
                _ => GenerationOutcome.Succeeded,
            },
            Error = result.Error,
            Tags = Tags(visit.User, result),
        };
    }

    private static string? ResultOf(Visit visit, VisitStep step) =>
        visit.Steps.FirstOrDefault(next => next.Parent?.Id == step.Id.ToString())?.Id.ToString();

    private static Dictionary<string, string> Tags(SimulatedUser user, DiffusionResult result)
    {
        var tags = new Dictionary<string, string> { ["surface"] = user.Surface };
        if (result.Asked is { } scene)
        {
            tags["style"] = scene.Style.ToString().ToLowerInvariant();
        }

        return tags;
    }

    /// <summary>What the user does about it.</summary>
    public static IEnumerable<BehaviourSubmission> Events(Visit visit, VisitStep step) => step.Reaction.Actions.Select((action, i) => new BehaviourSubmission
    {
        GenerationId = step.Id.ToString(),
        UserKey = visit.User.Key,
        SessionKey = visit.SessionKey,
        Type = action.Type,
        Value = action.Value,
        At = step.CreatedAt + step.Result.Latency + action.After,
        EventId = $"{step.Id:N}-{i}",
        ResultId = action.Type is BehaviourType.Regenerate or BehaviourType.Edit or BehaviourType.Upscale ? ResultOf(visit, step) : null,
        Exposure = step.Exposure,
    });

    /// <summary>What the user says about it.</summary>
    public static IEnumerable<FeedbackSubmission> Feedback(Visit visit, VisitStep step) => step.Reaction.Opinions.Select(opinion => new FeedbackSubmission
    {
        GenerationId = step.Id.ToString(),
        UserKey = visit.User.Key,
        Kind = opinion.Kind,
        Value = opinion.Value,
        Reasons = opinion.Reasons,
        Comment = opinion.Comment,
        FeedbackId = $"{step.Id:N}-{opinion.Kind}",
        Exposure = step.Exposure,
    });
}
