using System.ComponentModel.DataAnnotations;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using TriageMesh.Platform.Hosting;
using TriageMesh.Platform.Parking;

namespace TriageMesh.Platform.Bus;

/// <summary>How the services talk to each other.</summary>
public sealed class BusOptions
{
    public const string Section = "Bus";

    /// <summary><c>rabbitmq</c>, or <c>memory</c> where one process runs every service.</summary>
    [RegularExpression("rabbitmq|memory", ErrorMessage = "Bus:Transport must be rabbitmq or memory.")]
    public string Transport { get; init; } = "rabbitmq";

    /// <summary><c>amqp://user:password@host:port/vhost</c>.</summary>
    public string Uri { get; init; } = "";
}

[OptionsValidator]
internal sealed partial class BusOptionsValidator : IValidateOptions<BusOptions>;

internal static class BusRegistration
{
    /// <summary>Endpoints whose name begins so belong to one process and end with it.</summary>
    public const string LivePrefix = "live-";

    public static void AddMeshBus(this WebApplicationBuilder builder, IReadOnlyList<IMeshService> services)
    {
        builder
            .Services.AddOptions<BusOptions>()
            .BindConfiguration(BusOptions.Section)
            .ValidateOnStart()
            .Services.AddSingleton<IValidateOptions<BusOptions>, BusOptionsValidator>();
        builder
            .Services.AddOptions<MassTransitHostOptions>()
            .Configure(host =>
            {
                // A service starts, and answers, while the broker is still away.
                host.WaitUntilStarted = false;
                host.StopTimeout = TimeSpan.FromSeconds(15);
            });
        builder.Services.AddMassTransit(bus =>
        {
            bus.SetKebabCaseEndpointNameFormatter();
            // By itself MassTransit reports to its makers after five minutes. Nothing leaves this machine unasked.
            bus.DisableUsageTelemetry();
            // Without the broker a process is degraded, not dead: intake and the API go on.
            bus.ConfigureHealthCheckOptions(health => health.MinimalFailureStatus = HealthStatus.Degraded);
            foreach (var service in services)
            {
                service.AddConsumers(bus);
            }

            bus.AddConfigureEndpointsCallback(
                (context, name, endpoint) =>
                {
                    if (endpoint is IRabbitMqReceiveEndpointConfigurator rabbit && !IsLive(name))
                    {
                        rabbit.SetQuorumQueue();
                    }

                    endpoint.UseMessageRetry(Retry);
                    var parking = context.GetRequiredService<ParkingFilter>();
                    endpoint.ConfigureError(error => error.UseFilter(parking));
                    endpoint.ConfigureDeadLetter(unwanted => unwanted.UseFilter(parking));
                }
            );
            var options = builder.Configuration.GetSection(BusOptions.Section).Get<BusOptions>() ?? new BusOptions();
            if (options.Transport == "memory")
            {
                bus.UsingInMemory((context, memory) => memory.ConfigureEndpoints(context));
            }
            else
            {
                bus.UsingRabbitMq(
                    (context, rabbit) =>
                    {
                        UseHosts(rabbit, context.GetRequiredService<IOptions<BusOptions>>().Value);
                        rabbit.ConfigureEndpoints(context);
                    }
                );
            }
        });
    }

    private static bool IsLive(string name) => name.StartsWith(LivePrefix, StringComparison.Ordinal);

    /// <summary>What is worth trying again is tried for some minutes, so that a restarting database loses nothing; then it is parked.</summary>
    private static void Retry(IRetryConfigurator retry)
    {
        retry.Ignore<Exception>(Unmendable.Is);
        retry.Exponential(
            retryLimit: 40,
            minInterval: TimeSpan.FromMilliseconds(200),
            maxInterval: TimeSpan.FromSeconds(10),
            intervalDelta: TimeSpan.FromMilliseconds(300)
        );
    }

    private static void UseHosts(IRabbitMqBusFactoryConfigurator rabbit, BusOptions options)
    {
        if (!System.Uri.TryCreate(options.Uri, UriKind.Absolute, out var uri) || uri.Scheme is not ("amqp" or "amqps"))
        {
            throw new OptionsValidationException(
                BusOptions.Section,
                typeof(BusOptions),
                ["Bus:Uri must be amqp://user:password@host:port/vhost."]
            );
        }

        var credentials = uri.UserInfo.Split(':', 2);
        rabbit.Host(
            uri.Host,
            (ushort)(uri.Port > 0 ? uri.Port : 5672),
            System.Uri.UnescapeDataString(uri.AbsolutePath.TrimStart('/')) is { Length: > 0 } vhost ? vhost : "/",
            host =>
            {
                host.Username(System.Uri.UnescapeDataString(credentials[0]));
                host.Password(credentials.Length > 1 ? System.Uri.UnescapeDataString(credentials[1]) : "");
                host.PublisherConfirmation = true;
                if (uri.Scheme == "amqps")
                {
                    host.UseSsl(ssl => ssl.ServerName = uri.Host);
                }
            }
        );
    }
}
