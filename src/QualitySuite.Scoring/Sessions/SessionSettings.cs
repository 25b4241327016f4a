using Microsoft.Extensions.Logging;
using Microsoft.ML.OnnxRuntime;
using QualitySuite.Scoring.ModelPacks;

namespace QualitySuite.Scoring.Sessions;

/// <summary>Makes the session options of all models, on the execution provider that could be had.</summary>
internal sealed class SessionSettings
{
    private const string CudaProvider = "CUDAExecutionProvider";

    private readonly int _intraOpThreads;
    private readonly int _deviceId;

    public SessionSettings(ScoringEngineOptions options, ILogger logger)
    {
        _intraOpThreads = options.IntraOpThreads;
        _deviceId = options.DeviceId;
        ExecutionProvider = options.ExecutionProvider;
        if (ExecutionProvider == ExecutionProvider.Cuda && WhyNoCuda() is { } reason)
        {
            Log.CudaUnavailable(logger, reason);
            ExecutionProvider = ExecutionProvider.Cpu;
        }
    }

    public ExecutionProvider ExecutionProvider { get; }

    /// <param name="path">Names the file in errors.</param>
    /// <param name="model">Its bytes.</param>
    /// <exception cref="ModelPackException">They are no model that ONNX Runtime runs.</exception>
    public InferenceSession Open(string path, byte[] model)
    {
        try
        {
            using var options = Create();
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new ModelPackException($"ONNX Runtime does not load '{path}': {exception.Message}", exception);
        }
    }

    private SessionOptions Create()
    {
        var options = new SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = _intraOpThreads,
            InterOpNumThreads = 1,
        };

        // Spinning threads would take the cores from decoding.
        options.AddSessionConfigEntry("session.intra_op.allow_spinning", "0");
        options.AddSessionConfigEntry("session.inter_op.allow_spinning", "0");
        if (ExecutionProvider == ExecutionProvider.Cuda)
        {
            AppendCuda(options);
        }

        return options;
    }

    private void AppendCuda(SessionOptions options)
    {
        using var cuda = new OrtCUDAProviderOptions();
        cuda.UpdateOptions(new Dictionary<string, string>
        {
            ["device_id"] = _deviceId.ToString(System.Globalization.CultureInfo.InvariantCulture),

            // TensorFloat-32 rounds to 10 bits: a score would depend on where it was computed.
            ["use_tf32"] = "0",
        });
        options.AppendExecutionProvider_CUDA(cuda);
    }

    private string? WhyNoCuda()
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(CudaProvider))
        {
            return "this build of ONNX Runtime has no CUDA (build with -p:UseGpu=true)";
        }

        try
        {
            using var options = new SessionOptions();
            AppendCuda(options);
            return null;
        }
        catch (OnnxRuntimeException exception)
        {
            return exception.Message;
        }
    }
}
