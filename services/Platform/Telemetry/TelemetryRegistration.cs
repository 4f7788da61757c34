using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using TriageMesh.Platform.Hosting;

namespace TriageMesh.Platform.Telemetry;

/// <summary>Traces, metrics and logs over OTLP. Our own sources and meters are all called <c>TriageMesh.*</c>.</summary>
/// <remarks>Nothing is exported unless <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> names a collector.</remarks>
internal static class TelemetryRegistration
{
    private const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    public static void AddMeshTelemetry(this WebApplicationBuilder builder, IReadOnlyList<IMeshService> services)
    {
        builder
            .Logging.ClearProviders()
            .AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
            });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("Npgsql", LogLevel.Warning);
        if (string.IsNullOrEmpty(builder.Configuration[EndpointVariable]))
        {
            return;
        }

        var telemetry = new MeshTelemetryBuilder(builder.Services);
        telemetry.ConfigureResource(resource =>
            resource.AddService(
                string.Join('+', services.Select(service => service.Name)),
                "triagemesh",
                typeof(TelemetryRegistration).Assembly.GetName().Version?.ToString(3)
            )
        );
        telemetry.WithTracing(tracing =>
            tracing.AddSource("TriageMesh.*", "Microsoft.AspNetCore", "System.Net.Http", "MassTransit", "Npgsql")
        );
        telemetry.WithMetrics(metrics =>
            metrics.AddMeter(
                "TriageMesh.*",
                "Microsoft.AspNetCore.Hosting",
                "Microsoft.AspNetCore.Server.Kestrel",
                "System.Runtime",
                "MassTransit",
                "Npgsql"
            )
        );
        telemetry.WithLogging(
            _ => { },
            options =>
            {
                options.IncludeScopes = true;
                options.IncludeFormattedMessage = true;
                options.ParseStateValues = true;
            }
        );
        telemetry.UseOtlpExporter();
        // First in, last out: the providers start before any worker and flush after the last one stopped.
        builder.Services.Insert(0, ServiceDescriptor.Singleton<IHostedService, TelemetryLifetime>());
    }

    /// <summary>The two lines that the hosting package, which we do without, would add.</summary>
    private sealed class MeshTelemetryBuilder(IServiceCollection services) : IOpenTelemetryBuilder
    {
        public IServiceCollection Services => services;
    }

    private sealed class TelemetryLifetime(IServiceProvider provider) : IHostedLifecycleService
    {
        private const int FlushMilliseconds = 3_000;

        public Task StartingAsync(CancellationToken cancellationToken)
        {
            _ = provider.GetService<TracerProvider>();
            _ = provider.GetService<MeterProvider>();
            _ = provider.GetService<LoggerProvider>();
            return Task.CompletedTask;
        }

        public Task StoppedAsync(CancellationToken cancellationToken)
        {
            provider.GetService<TracerProvider>()?.ForceFlush(FlushMilliseconds);
            provider.GetService<MeterProvider>()?.ForceFlush(FlushMilliseconds);
            provider.GetService<LoggerProvider>()?.ForceFlush(FlushMilliseconds);
            return Task.CompletedTask;
        }

        public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
