using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes.Diffusion;
using QualitySuite.Simulator.Users;

namespace QualitySuite.Simulator.Demo;

/// <summary>A user's session: one prompt, and what they make of it until they are content or leave.</summary>
public sealed record Visit(SimulatedUser User, string SessionKey, IReadOnlyList<VisitStep> Steps);

/// <summary>One generation of a visit, how it was shown (null: not known, or there was no image), and the reaction to it.</summary>
public sealed record VisitStep(Guid Id, DateTimeOffset CreatedAt, DiffusionResult Result, ParentLink? Parent, Exposure? Exposure, Reaction Reaction)
{
    /// <summary>When the user is done with it.</summary>
    public DateTimeOffset EndsAt => CreatedAt + Result.Latency + Reaction.Duration;
}
