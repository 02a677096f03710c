import { theNight } from "./night.ts";

theNight(false);
