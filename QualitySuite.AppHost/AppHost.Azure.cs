using Azure.Provisioning;
using Azure.Provisioning.AppContainers;
using Azure.Provisioning.Expressions;
using Azure.Provisioning.Storage;

namespace QualitySuite.AppHost;

/// <summary>
/// Azure Container Apps. Reviewer, Feedback API and Experiments are reached from outside (the model says so), the others only from within
/// the environment. Images and model packs lie on two Azure Files shares. Postgres and Redis are published as the containers of the model:
/// enough to try the suite. For data that matters deploy Azure Database for PostgreSQL Flexible Server and Azure Managed Redis, and set
/// ConnectionStrings__quality and ConnectionStrings__redis of every app to theirs.
/// </summary>
internal static partial class AzureDeployment
{
    private const string GpuProfile = "gpu-t4";
    private const string ImagesShare = "images";
    private const string ModelsShare = "models";

    static partial void DescribeContainerApps(SuiteProjects projects, IDistributedApplicationBuilder builder)
    {
        if (!builder.ExecutionContext.IsPublishMode)
        {
            return;
        }

        builder.AddAzureContainerAppEnvironment("suite").ConfigureInfrastructure(infrastructure =>
        {
            var environment = infrastructure.GetProvisionableResources().OfType<ContainerAppManagedEnvironment>().Single();
            environment.WorkloadProfiles.Add(new ContainerAppWorkloadProfile { Name = GpuProfile, WorkloadProfileType = "Consumption-GPU-NC8as-T4" });
            AddShares(infrastructure, environment);
        });

#pragma warning disable ASPIREAZURE002 // Jobs are marked as a preview; a run-to-completion project has no other form here.
        projects.Migrations.PublishAsAzureContainerAppJob((_, job) =>
        {
            // Started by the deployment: az containerapp job start --name migrations. Migrations hold a lock, so a retry does no harm.
            job.Configuration.TriggerType = ContainerAppJobTriggerType.Manual;
            job.Configuration.ReplicaTimeout = 1800;
            job.Configuration.ReplicaRetryLimit = 2;
        });
#pragma warning restore ASPIREAZURE002

        projects.FeedbackApi.PublishAsAzureContainerApp((_, app) => Mount(app, ImagesShare, DevelopmentData.Mounted.Images));
        projects.Monitor.PublishAsAzureContainerApp((_, app) =>
        {
            // One relay keeps up; two would send the same lost entries twice, which is harmless and work for nothing.
            app.Template.Scale.MinReplicas = 1;
            app.Template.Scale.MaxReplicas = 1;
        });
        projects.ScoringWorker.WithEnvironment("Scoring__ExecutionProvider", "Cuda").PublishAsAzureContainerApp((infrastructure, app) =>
        {
            Mount(app, ImagesShare, DevelopmentData.Mounted.Images);
            Mount(app, ModelsShare, DevelopmentData.MountedModels);
            RunOnGpu(app);
            ScaleByBacklog(app, projects.RedisPassword.AsProvisioningParameter(infrastructure));
        });
    }

    /// <summary>One account with a share for images and one for model packs, known to the environment by the shares' names.</summary>
    private static void AddShares(Infrastructure infrastructure, ContainerAppManagedEnvironment environment)
    {
        var account = new StorageAccount("suiteStorage")
        {
            Kind = StorageKind.StorageV2,
            Sku = new StorageSku { Name = StorageSkuName.StandardLrs },
            MinimumTlsVersion = StorageMinimumTlsVersion.Tls1_2,
        };
        var files = new FileService("suiteFiles") { Parent = account };
        infrastructure.Add(account);
        infrastructure.Add(files);
        // listKeys(...).keys[0].value as an expression: the typed list is empty while the description is written.
        var key = new MemberExpression(new IndexExpression(account.GetKeys().ToBicepExpression(), 0), "value");
        foreach (var name in (string[])[ImagesShare, ModelsShare])
        {
            var share = new Azure.Provisioning.Storage.FileShare($"{name}Share") { Parent = files, Name = name, ShareQuota = 1024 };
            infrastructure.Add(share);
            infrastructure.Add(new ContainerAppManagedEnvironmentStorage($"{name}Storage")
            {
                Parent = environment,
                Name = name,
                ManagedEnvironmentStorageAzureFile = new()
                {
                    AccountName = account.Name,
                    AccountKey = key,
                    ShareName = share.Name,
                    AccessMode = ContainerAppAccessMode.ReadWrite,
                },
            });
        }
    }

    private static void Mount(ContainerApp app, string share, string path)
    {
        app.Template.Volumes.Add(new ContainerAppVolume { Name = share, StorageType = ContainerAppStorageType.AzureFile, StorageName = share });
        app.Template.Containers[0].Value!.VolumeMounts.Add(new ContainerAppVolumeMount { VolumeName = share, MountPath = path });
    }

    /// <summary>The profile's whole machine; build the worker's image with UseGpu=true, or it computes on the processor.</summary>
    private static void RunOnGpu(ContainerApp app)
    {
        app.WorkloadProfileName = GpuProfile;
        app.Template.Containers[0].Value!.Resources.Cpu = 8;
        app.Template.Containers[0].Value!.Resources.Memory = "56Gi";
    }

    /// <summary>
    /// KEDA's redis-streams scaler on the stream's length (https://keda.sh/docs/latest/scalers/redis-streams/), not on the group's lag:
    /// the stream holds only open work, and the group is there only once a worker has run. None while it is empty, one more for every 200 images.
    /// </summary>
    private static void ScaleByBacklog(ContainerApp app, ProvisioningParameter redisPassword)
    {
        app.Configuration.Secrets.Add(new ContainerAppWritableSecret { Name = "redis-scaler-password", Value = redisPassword });
        app.Template.Scale.MinReplicas = 0;
        app.Template.Scale.MaxReplicas = 8;
        app.Template.Scale.Rules.Add(new ContainerAppScaleRule
        {
            Name = "scoring-backlog",
            Custom = new ContainerAppCustomScaleRule
            {
                CustomScaleRuleType = "redis-streams",
                Metadata =
                {
                    ["address"] = "redis:6379",
                    ["stream"] = "scoring",
                    ["streamLength"] = "200",
                },
                Auth = { new ContainerAppScaleRuleAuth { SecretRef = "redis-scaler-password", TriggerParameter = "password" } },
            },
        });
    }
}
