"""What sets the threshold of the sphere of duan2022, and what would lower it most?"""

import colase as cl

device = cl.load("duan2022-microsphere")
device = cl.replace(device, {"modes.start": 650e-9, "modes.stop": 680e-9, "modes.radial_max": 1})
why = cl.levers(device, draws=40)
print(why.describe())

# The pump photon is worth more than what an exciton gives back, and q_scattering limits Q.
shares = dict(why.pump_goes)
assert abs(sum(shares.values()) - 1) < 1e-8
