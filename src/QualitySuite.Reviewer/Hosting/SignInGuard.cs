namespace QualitySuite.Reviewer.Hosting;

/// <summary>Until people can sign in, whoever reaches the Reviewer sees every prompt and image: it serves a developer's machine and nothing else.</summary>
internal static class SignInGuard
{
    /// <exception cref="InvalidOperationException">The environment is not Development.</exception>
    public static void RefuseToServeStrangers(IHostEnvironment environment)
    {
        if (!environment.IsDevelopment())
        {
            throw new InvalidOperationException(
                $"The Reviewer has no sign-in yet, so it starts in the Development environment only; this one is '{environment.EnvironmentName}'. "
                + "Set ASPNETCORE_ENVIRONMENT=Development (or DOTNET_ENVIRONMENT) on a machine that only you can reach.");
        }
    }
}
