using Microsoft.Extensions.Options;
using QualitySuite.Contracts.Feedback;
using QualitySuite.FeedbackApi.Batches;
using QualitySuite.FeedbackApi.Behaviour;
using QualitySuite.FeedbackApi.Feedback;
using QualitySuite.FeedbackApi.Generations;

namespace QualitySuite.FeedbackApi.Writing;

/// <summary>Registers the way into the database.</summary>
internal static class WritingRegistration
{
    public static IServiceCollection AddWriting(this IServiceCollection services)
    {
        services.AddOptions<WriteOptions>().BindConfiguration(WriteOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<ReceptionClock>();
        services.AddSingleton<UserFeedbackStore>().AddSingleton<BehaviourStore>().AddSingleton<GenerationStore>();
        services.AddSingleton<IIntake<FeedbackSubmission, NewFeedback>, FeedbackIntake>();
        services.AddSingleton<IIntake<BehaviourSubmission, NewBehaviour>, BehaviourIntake>();
        services.AddSingleton(s => new RowWriter<NewFeedback, WriteOutcome>(s.GetRequiredService<UserFeedbackStore>().WriteAsync));
        services.AddSingleton(s => new RowWriter<NewBehaviour, WriteOutcome>(s.GetRequiredService<BehaviourStore>().WriteAsync));
        services.AddSingleton<ReactionIngest<FeedbackSubmission, NewFeedback>>();
        services.AddSingleton<ReactionIngest<BehaviourSubmission, NewBehaviour>>();
        services.AddSingleton(s => new MicroBatcher<NewGeneration, bool>(
            s.GetRequiredService<IOptions<WriteOptions>>().Value,
            new RowWriter<NewGeneration, bool>(s.GetRequiredService<GenerationStore>().InsertAsync),
            s.GetRequiredService<TimeProvider>()));
        return services.AddHostedService<HeldWorker>();
    }
}
