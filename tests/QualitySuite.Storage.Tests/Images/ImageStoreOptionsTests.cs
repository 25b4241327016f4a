using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using QualitySuite.Storage.Images;

namespace QualitySuite.Storage.Tests.Images;

public sealed class ImageStoreOptionsTests : IDisposable
{
    private const string Uri = "configuration key ImageStore:AzureBlob:ContainerUri (environment variable ImageStore__AzureBlob__ContainerUri)";
    private const string ConnectionString = "configuration key ImageStore:AzureBlob:ConnectionString (environment variable ImageStore__AzureBlob__ConnectionString)";
    private const string NoAddress = $"{Uri} is no address of a container: it reads https://<account>.blob.core.windows.net/<container>, without a query.";

    private readonly string _folder = Directory.CreateTempSubdirectory("image-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_folder_is_a_store_on_the_file_system() => Assert.IsType<FileSystemImageStore>(StoreOf($"Path={_folder}"));

    [Theory]
    [InlineData("AzureBlob:ContainerUri=https://account.blob.core.windows.net/images")]
    [InlineData("AzureBlob:ConnectionString=UseDevelopmentStorage=true")]
    [InlineData("AzureBlob:ConnectionString=UseDevelopmentStorage=true", "AzureBlob:Container=our-images", "Path=/not/used")]
    public void A_container_is_a_store_on_azure_blob(params string[] settings) => Assert.IsType<AzureBlobImageStore>(StoreOf(["Kind=AzureBlob", .. settings]));

    [Theory]
    [InlineData("The image store has no folder: give one by configuration key ImageStore:Path (environment variable ImageStore__Path).")]
    [InlineData("The image store is of no known kind: configuration key ImageStore:Kind (environment variable ImageStore__Kind) takes FileSystem or AzureBlob.", "Kind=7")]
    [InlineData($"The image store is on Azure Blob and has no address: give {Uri}, or for Azurite {ConnectionString}.", "Kind=AzureBlob")]
    [InlineData($"The image store has two addresses: give either {Uri} or {ConnectionString}.",
        "Kind=AzureBlob", "AzureBlob:ContainerUri=https://account.blob.core.windows.net/images", "AzureBlob:ConnectionString=UseDevelopmentStorage=true")]
    [InlineData(NoAddress, "Kind=AzureBlob", "AzureBlob:ContainerUri=http://account.blob.core.windows.net/images")]
    [InlineData(NoAddress, "Kind=AzureBlob", "AzureBlob:ContainerUri=https://account.blob.core.windows.net")]
    [InlineData(NoAddress, "Kind=AzureBlob", "AzureBlob:ContainerUri=https://account.blob.core.windows.net/images/folder")]
    [InlineData(NoAddress, "Kind=AzureBlob", "AzureBlob:ContainerUri=https://account.blob.core.windows.net/images?sig=secret")]
    [InlineData(NoAddress, "Kind=AzureBlob", "AzureBlob:ContainerUri=images")]
    [InlineData($"{ConnectionString} is no connection string of a storage account; Azurite takes UseDevelopmentStorage=true.",
        "Kind=AzureBlob", "AzureBlob:ConnectionString=localhost")]
    [InlineData("configuration key ImageStore:AzureBlob:Container (environment variable ImageStore__AzureBlob__Container) is no name of a container: "
        + "3 to 63 lower-case letters, digits and single hyphens between them.",
        "Kind=AzureBlob", "AzureBlob:ConnectionString=UseDevelopmentStorage=true", "AzureBlob:Container=Images")]
    public void What_is_missing_or_wrong_is_said_with_its_key_and_variable(string problem, params string[] settings) =>
        Assert.Equal(problem, Assert.Throws<OptionsValidationException>(() => StoreOf(settings)).Message);

    // Each setting is "key=value" within the section.
    private static ImageStore StoreOf(params string[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(s => s.Split('=', 2)).Select(s => KeyValuePair.Create($"ImageStore:{s[0]}", (string?)s[1])))
            .Build();
        var services = new ServiceCollection().AddSingleton<IConfiguration>(configuration).AddSingleton(TimeProvider.System).AddLogging();
        return services.AddImageStore().BuildServiceProvider().GetRequiredService<ImageStore>();
    }
}
