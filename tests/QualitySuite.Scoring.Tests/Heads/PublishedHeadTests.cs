using System.Text;
using QualitySuite.Scoring.Heads;
using QualitySuite.Scoring.ModelPacks;
using QualitySuite.Scoring.Tests.Fixtures;

namespace QualitySuite.Scoring.Tests.Heads;

/// <summary>LAION's heads as the catalogue describes them, on made files of the published names and shapes, against the sums written out.</summary>
public sealed class PublishedHeadTests : IDisposable
{
    private const int Dimension = 768;
    private static readonly int[] Widths = [Dimension, 1024, 128, 64, 16, 1];

    // The layers between are dropouts, which do nothing to a trained model.
    private static readonly int[] Positions = [0, 2, 4, 6, 7];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("qualitysuite-heads-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void The_aesthetic_head_is_the_one_weighted_sum_that_its_five_layers_fold_to()
    {
        var layers = Positions.Select((_, i) => (
            Weight: Numbers(Widths[i + 1] * Widths[i], seed: i, scale: 1 / Math.Sqrt(Widths[i])), Bias: Numbers(Widths[i + 1], seed: 100 + i, scale: 1))).ToArray();
        (string, float[], int[])[] tensors =
        [
            .. Positions.SelectMany((position, i) => new (string, float[], int[])[]
            {
                ($"layers.{position}.weight", layers[i].Weight, [Widths[i + 1], Widths[i]]), ($"layers.{position}.bias", layers[i].Bias, [Widths[i + 1]]),
            }),
        ];
        File.WriteAllBytes(Path.Combine(_folder.FullName, "sac+logos+ava1-l14-linearMSE.pth"), TorchWriter.Write(tensors));
        var head = Load("aesthetic-v2");
        var embedding = Numbers(Dimension, seed: 7, scale: 1);

        // Folded from the last layer backwards: w_k = w_(k+1) W_k, b = sum of w_(k+1) b_k.
        double[] folded = [1];
        var bias = 0.0;
        for (var i = layers.Length - 1; i >= 0; i--)
        {
            var (weight, added) = layers[i];
            bias += folded.Select((w, row) => w * added[row]).Sum();
            folded = [.. Enumerable.Range(0, Widths[i]).Select(column => folded.Select((w, row) => w * weight[(row * Widths[i]) + column]).Sum())];
        }

        Assert.Equal(Dimension, head.Inputs);
        Assert.Equal(folded.Select((w, i) => w * embedding[i]).Sum() + bias, Assert.Single(head.Run(embedding)), 1e-4);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void The_violence_head_says_one_where_the_second_product_is_the_greater(int seed)
    {
        var rows = Numbers(2 * Dimension, seed: 50, scale: 1);
        WriteNpy(rows);
        var embedding = Numbers(Dimension, seed, scale: 1);
        var (first, second) = (0.0, 0.0);
        for (var i = 0; i < Dimension; i++)
        {
            first += (double)embedding[i] * rows[i];
            second += (double)embedding[i] * rows[Dimension + i];
        }

        Assert.Equal(second > first ? [0, 1] : [1, 0], Load("safety-laion").Run(embedding));
    }

    [Fact]
    public void The_violence_head_says_zero_where_the_products_are_equal_as_argmax_does()
    {
        var row = Numbers(Dimension, seed: 1, scale: 1);
        WriteNpy([.. row, .. row]);

        Assert.Equal([1, 0], Load("safety-laion").Run(Numbers(Dimension, seed: 2, scale: 1)));
    }

    private static float[] Numbers(int count, int seed, double scale)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(((random.NextDouble() * 2) - 1) * scale))];
    }

    private void WriteNpy(float[] rows)
    {
        var header = Encoding.ASCII.GetBytes($"{{'descr': '<f4', 'fortran_order': False, 'shape': (2, {Dimension}), }}\n");
        File.WriteAllBytes(
            Path.Combine(_folder.FullName, "violence_detection_vit_l_14.npy"),
            [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. header, .. rows.SelectMany(BitConverter.GetBytes)]);
    }

    private HeadNetwork Load(string name)
    {
        CataloguePacks.Describe(name, _folder.FullName);
        var pack = ModelPack.Open(_folder.FullName);
        var manifest = Assert.IsType<HeadManifest>(Assert.Single(pack.Parts).Manifest);
        Assert.Equal("clip-vit-l14/clip", manifest.Encoder);
        return new HeadNetwork(HeadLayers.Load(pack, manifest, dimension: null), manifest.Output);
    }
}
