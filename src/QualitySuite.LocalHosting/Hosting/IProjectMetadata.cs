namespace Aspire.Hosting;

/// <summary>A project that the AppHost can start: the build writes one class for each project the AppHost references.</summary>
public interface IProjectMetadata
{
    /// <summary>Full path of the project file.</summary>
    string ProjectPath { get; }

    /// <summary>Full path of the assembly that the project is built into. Only this host's generated classes have it.</summary>
    string TargetPath { get; }
}
