using QualitySuite.Contracts.Feedback;
using QualitySuite.Contracts.Generations;
using QualitySuite.Scenes;
using QualitySuite.Scenes.Faults;

namespace QualitySuite.Simulator.Users;

/// <summary>
/// How users react to what they truly got: the fault decides how likely they are content, and that decides the rest.
/// The shares are invented, in the order of magnitude of consumer services.
/// </summary>
public static class Reactions
{
    /// <summary>The chance that a user of middling leniency is content with a generation of this fault, 0 to 1.</summary>
    public static double Contentment(Fault fault) => fault switch
    {
        Fault.None => 0.88,
        Fault.Banding => 0.48,
        Fault.Oversaturation => 0.45,
        Fault.WrongRelation or Fault.Grey => 0.42,
        Fault.WrongCount or Fault.Checkerboard => 0.4,
        Fault.JpegBlocks => 0.36,
        Fault.Noise => 0.35,
        Fault.Blur => 0.32,
        Fault.Seam => 0.3,
        Fault.WrongAttribute => 0.28,
        Fault.WrongObject or Fault.WatermarkText => 0.15,
        Fault.Black => 0.01,
        Fault.Blocked or Fault.Failed => 0,
    };

    public static Reaction To(Fault fault, SimulatedUser user, Random random)
    {
        if (fault is Fault.Blocked or Fault.Failed)
        {
            return WithoutImage(random);
        }

        var content = random.NextDouble() < Contentment(fault) * (1 + user.Leniency);
        var dwell = DwellSeconds(content, random);
        var actions = new List<UserAction> { new(BehaviourType.View, TimeSpan.FromSeconds(0.4 + random.NextDouble())) };
        var end = TimeSpan.FromSeconds(dwell) + actions[0].After;
        var goesOn = Act(content, end, actions, random);
        actions.Add(new UserAction(BehaviourType.Dwell, end, dwell));
        return new Reaction(content, Say(fault, content, user, random), actions, goesOn);
    }

    private static Reaction WithoutImage(Random random)
    {
        var again = random.NextDouble() < 0.45;
        var type = again ? BehaviourType.Regenerate : BehaviourType.Dismiss;
        return new Reaction(false, [], [new(type, TimeSpan.FromSeconds(2 + 4 * random.NextDouble()))], again ? ParentRelation.Regeneration : null);
    }

    private static ParentRelation? Act(bool content, TimeSpan end, List<UserAction> actions, Random random)
    {
        bool Chance(double ifContent, double otherwise) => random.NextDouble() < (content ? ifContent : otherwise);
        void Add(BehaviourType type, double share) => actions.Add(new UserAction(type, end * share));

        if (Chance(0.4, 0.03))
        {
            Add(BehaviourType.Download, 0.6);
        }

        if (Chance(0.13, 0.01))
        {
            Add(BehaviourType.Share, 0.8);
        }

        if (Chance(0.06, 0.43))
        {
            Add(BehaviourType.Regenerate, 1);
            return ParentRelation.Regeneration;
        }

        if (Chance(0.07, 0.12))
        {
            Add(BehaviourType.Edit, 1);
            return ParentRelation.Edit;
        }

        if (Chance(0.03, 0))
        {
            Add(BehaviourType.Upscale, 1);
            return ParentRelation.Upscale;
        }

        // Whoever neither takes the image nor goes on has abandoned it; some say so by closing it.
        if (Chance(0.08, 0.4))
        {
            Add(BehaviourType.Dismiss, 1);
        }

        return null;
    }

    /// <summary>Log-normal, median 16 s for the content and 5 s for the others, at most four minutes.</summary>
    private static double DwellSeconds(bool content, Random random)
    {
        var normal = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
        return Math.Round(Math.Clamp((content ? 16 : 5) * Math.Exp(0.6 * normal), 0.8, 240), 1);
    }

    private static List<Opinion> Say(Fault fault, bool content, SimulatedUser user, Random random)
    {
        var opinions = new List<Opinion>();
        bool Chance(double share) => random.NextDouble() < share * user.Talkativeness;
        if (Chance(0.22))
        {
            var up = random.NextDouble() < (content ? 0.95 : 0.1);
            opinions.Add(new Opinion(FeedbackKind.Thumb, up ? 1 : -1, null, null));
        }

        if (Chance(0.13))
        {
            opinions.Add(new Opinion(FeedbackKind.Stars, content ? 4 + random.Next(2) : fault == Fault.Black ? 1 : 1 + random.Next(3), null, null));
        }

        if (Chance(content ? 0.003 : 0.12))
        {
            var reasons = Complaints.Reasons(fault, random);
            opinions.Add(new Opinion(FeedbackKind.Report, null, reasons, random.NextDouble() < 0.5 ? SceneGenerator.Pick(random, Complaints.Comments(fault)) : null));
        }

        return opinions;
    }
}
